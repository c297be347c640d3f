import { ExecutionError, StateMachine, type StateMachineDefinition } from 'aws-local-stepfunctions';
import { asList, asObject, type Json, type JsonObject } from '../json.ts';
import { StateError } from './state-error.ts';

/*
 * aws-local-stepfunctions evaluates one state at a time: paths, payload templates, intrinsic functions, choice rules,
 * result processing. Everything that takes time or must be remembered is ours.
 */

/** The context object (`$$`), without what the evaluator adds. */
export type ContextObject = JsonObject;

type Run = (input: Json, context: ContextObject, result?: Json) => Promise<Json>;
const compiled = new WeakMap<JsonObject, Map<string, Run>>();

function oneState(owner: JsonObject, part: string, state: () => JsonObject, others: JsonObject = {}): Run {
  let parts = compiled.get(owner);
  if (!parts) {
    parts = new Map();
    compiled.set(owner, parts);
  }
  let run = parts.get(part);
  if (!run) {
    const definition = { StartAt: 'It', States: { It: state(), ...others } };
    const machine = new StateMachine(definition as unknown as StateMachineDefinition, {
      validationOptions: { noValidate: true },
    });
    run = async (input, context, result) => {
      try {
        const handlers = result === undefined ? {} : { taskResourceLocalHandlers: { It: () => result } };
        return await machine.run(input, { context: { ...context }, overrides: handlers }).result;
      } catch (error) {
        const cause =
          error instanceof ExecutionError && error.cause instanceof Error ? error.cause : undefined;
        const name = cause?.name.startsWith('States.') ? cause.name : 'States.Runtime';
        throw new StateError(name, cause?.message ?? String(error));
      }
    };
    parts.set(part, run);
  }
  return run;
}

function pick(raw: JsonObject, ...fields: string[]): JsonObject {
  return Object.fromEntries(
    fields.filter((field) => raw[field] !== undefined).map((field) => [field, raw[field] as Json]),
  );
}

/** The input after InputPath and Parameters. */
export async function effectiveInput(raw: JsonObject, input: Json, context: ContextObject): Promise<Json> {
  const hasTemplate = raw.Parameters !== undefined && raw.Type !== 'Map';
  if ((raw.InputPath === undefined || raw.InputPath === '$') && !hasTemplate) return input;
  const fields = hasTemplate ? ['InputPath', 'Parameters'] : ['InputPath'];
  return oneState(raw, 'input', () => ({ Type: 'Pass', End: true, ...pick(raw, ...fields) }))(input, context);
}

/** The state's output: ResultSelector, ResultPath, OutputPath over a result. */
export async function stateOutput(
  raw: JsonObject,
  input: Json,
  result: Json,
  context: ContextObject,
): Promise<Json> {
  // `$` as ResultPath or OutputPath says what leaving it out says; the evaluator would write a key called `$`.
  const fields = pick(raw, 'ResultSelector', 'ResultPath', 'OutputPath');
  if (fields.ResultPath === '$') delete fields.ResultPath;
  if (fields.OutputPath === '$') delete fields.OutputPath;
  const names = Object.keys(fields);
  if (names.length === 0) return result;
  if (names.length === 1 && raw.ResultPath === null) return input;
  const run = oneState(raw, 'output', () => ({ Type: 'Task', Resource: 'local', End: true, ...fields }));
  return run(input, context, result);
}

/** Applies ResultPath of a catcher to the state's input. */
export async function catcherOutput(catcher: JsonObject, input: Json, error: Json): Promise<Json> {
  return stateOutput(pick(catcher, 'ResultPath'), input, error, {});
}

/** What the path or intrinsic function in a field like `SecondsPath` gives. @throws StateError when it gives nothing */
export async function valueAt(
  raw: JsonObject,
  field: string,
  input: Json,
  context: ContextObject,
): Promise<Json> {
  const template = () => ({ Type: 'Pass', End: true, Parameters: { 'value.$': raw[field] ?? '$' } });
  return asObject(await oneState(raw, `at ${field}`, template)(input, context)).value ?? null;
}

/** A payload template (`ItemSelector`, `BatchInput`) filled in. */
export async function fillTemplate(
  owner: JsonObject,
  field: string,
  input: Json,
  context: ContextObject,
): Promise<Json> {
  const run = oneState(owner, `fill ${field}`, () => ({
    Type: 'Pass',
    End: true,
    Parameters: owner[field] ?? {},
  }));
  return run(input, context);
}

/** The state that a Choice goes to. @throws StateError States.NoChoiceMatched */
export async function chosenState(raw: JsonObject, input: Json, context: ContextObject): Promise<string> {
  const targets: JsonObject = {};
  const aim = (name: Json | undefined): string => {
    const id = `to ${String(name)}`;
    targets[id] = { Type: 'Pass', Result: { next: String(name) }, End: true };
    return id;
  };
  const state = () => ({
    Type: 'Choice',
    Choices: asList(raw.Choices).map((rule) => ({ ...asObject(rule), Next: aim(asObject(rule).Next) })),
    ...(raw.Default === undefined ? {} : { Default: aim(raw.Default) }),
  });
  const built = compiled.get(raw)?.has('choice') ? {} : state();
  const run = oneState(raw, 'choice', () => built as JsonObject, targets);
  return String(asObject(await run(input, context)).next);
}
