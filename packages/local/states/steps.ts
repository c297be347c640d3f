import {
  asList,
  asNumber,
  asObject,
  asString,
  isObject,
  type Json,
  type JsonObject,
  parseJson,
} from '../json.ts';
import { checkSize, type RunnerCore, type Step } from './core.ts';
import { childScope } from './definition.ts';
import {
  type ContextObject,
  catcherOutput,
  chosenState,
  effectiveInput,
  stateOutput,
  valueAt,
} from './evaluate.ts';
import { enterMap } from './map.ts';
import { asStateError, errorMatches, StateError } from './state-error.ts';
import type { ExecutionRow, FrameRow } from './store.ts';
import { enterTask, performTask } from './task-step.ts';
import { countTransition, failLine, failureOf, launchLine, leaveState } from './transitions.ts';

/** Works on a frame until it has to wait for something or its line ends. Never throws. */
export async function processFrame(core: RunnerCore, id: number): Promise<void> {
  const frame = core.store.frame(id);
  const execution = frame && core.store.execution(frame.execution);
  if (!frame || execution?.status !== 'RUNNING') return;
  for (let goesOn = true; goesOn; ) {
    const list = core.definitionOf(execution.definition).scopes.get(frame.scope);
    const state = list?.states.get(frame.state);
    if (!list || !state) {
      failLine(core, frame, execution, new StateError('States.Runtime', `there is no state ${frame.state}`));
      return;
    }
    const step: Step = { frame, execution, list, state, input: parseJson(frame.input) };
    await core.breathe();
    try {
      goesOn = await oneStep(core, step);
    } catch (error) {
      goesOn = await applyFailure(core, step, asStateError(error)).catch((fatal: unknown) => {
        failLine(core, frame, execution, asStateError(fatal));
        return false;
      });
    }
  }
}

async function oneStep(core: RunnerCore, step: Step): Promise<boolean> {
  const { frame } = step;
  switch (frame.phase) {
    case 'enter':
      return enter(core, step);
    case 'call':
    case 'token-call':
      // Only after a restart: the call was under way when the process ended, so it is made again.
      await performTask(core, step, contextOf(core, step));
      return false;
    case 'result':
      return applyResult(core, step, parseJson(frame.output ?? 'null'));
    case 'failure':
      return applyFailure(core, step, failureOf(frame.output));
    default:
      return false;
  }
}

async function enter(core: RunnerCore, step: Step): Promise<boolean> {
  const { state, input } = step;
  const { raw } = state;
  const context = contextOf(core, step);
  switch (state.type) {
    case 'Task':
      await enterTask(core, step, context);
      return false;
    case 'Pass': {
      const given = await effectiveInput(raw, input, context);
      return applyResult(core, step, raw.Result === undefined ? given : raw.Result);
    }
    case 'Choice': {
      const given = await effectiveInput(raw, input, context);
      const next = await chosenState(raw, given, context);
      return leave(core, step, next, await stateOutput(raw, input, given, context));
    }
    case 'Succeed': {
      const given = await effectiveInput(raw, input, context);
      return leave(core, step, undefined, await stateOutput(raw, input, given, context));
    }
    case 'Fail': {
      const error = raw.ErrorPath === undefined ? raw.Error : await valueAt(raw, 'ErrorPath', input, context);
      const cause = raw.CausePath === undefined ? raw.Cause : await valueAt(raw, 'CausePath', input, context);
      throw new StateError(asString(error) ?? 'States.Failed', asString(cause) ?? '');
    }
    case 'Wait':
      return enterWait(core, step, context);
    case 'Parallel':
      return enterParallel(core, step, await effectiveInput(raw, input, context));
    case 'Map':
      return enterMap(core, step, context);
    default:
      throw new StateError('States.Runtime', `states of type ${state.type} are not executed here`);
  }
}

async function enterWait(core: RunnerCore, step: Step, context: ContextObject): Promise<boolean> {
  const { frame, state, input } = step;
  const { raw } = state;
  const given = await effectiveInput(raw, input, context);
  let due: number;
  if (raw.Timestamp !== undefined || raw.TimestampPath !== undefined) {
    const text = raw.Timestamp ?? (await valueAt(raw, 'TimestampPath', given, context));
    due = Date.parse(String(text));
    if (Number.isNaN(due)) throw new StateError('States.Runtime', `${String(text)} is no timestamp`);
  } else {
    const seconds = asNumber(raw.Seconds ?? (await valueAt(raw, 'SecondsPath', given, context)));
    if (seconds === undefined || seconds < 0) throw new StateError('States.Runtime', 'Wait needs seconds');
    due = frame.entered + seconds * 1000;
  }
  if (due <= core.clock.now()) return applyResult(core, step, given);
  frame.phase = 'wait';
  frame.due = due;
  frame.output = JSON.stringify(given);
  if (core.journal.write(() => core.store.saveFrame(frame))) core.dueAt(due);
  return false;
}

function enterParallel(core: RunnerCore, step: Step, given: Json): boolean {
  const { frame, execution, state } = step;
  const input = JSON.stringify(given);
  core.journal.write(() => {
    frame.phase = 'join';
    frame.total = asList(state.raw.Branches).length;
    frame.started = frame.total;
    frame.done = 0;
    if (!core.store.saveFrame(frame)) return;
    core.store.appendHistory(execution.id, core.clock.now(), [{ type: 'ParallelStateStarted', details: {} }]);
    for (let branch = 0; branch < frame.total; branch += 1) {
      const scope = childScope(frame.scope, frame.state, branch);
      launchLine(core, frame, execution, scope, branch, input, null);
    }
  });
  return false;
}

/** The state has its result: output processing, then on. */
export async function applyResult(core: RunnerCore, step: Step, result: Json): Promise<boolean> {
  const { state, input, frame, execution } = step;
  const output = await stateOutput(state.raw, input, result, contextOf(core, step));
  if (state.type === 'Parallel' || state.type === 'Map') {
    core.journal.write(() =>
      core.store.appendHistory(execution.id, core.clock.now(), [
        { type: `${state.type}StateSucceeded`, details: { name: frame.state } },
      ]),
    );
  }
  return leave(core, step, state.next, output);
}

function leave(core: RunnerCore, step: Step, next: string | undefined, output: Json): boolean {
  const text = JSON.stringify(output);
  checkSize(core, text, `The output of ${step.frame.state}`, step.execution);
  return leaveState(core, step.frame, step.execution, next, text);
}

/** The state has failed: try again, catch, or give up. */
async function applyFailure(core: RunnerCore, step: Step, failure: StateError): Promise<boolean> {
  const { frame, execution, state, input } = step;
  const attempts: number[] = frame.retries === null ? [] : (JSON.parse(frame.retries) as number[]);
  for (const [index, entry] of asList(state.raw.Retry).entries()) {
    const retrier = asObject(entry);
    if (!errorMatches(asList(retrier.ErrorEquals).map(String), failure.error)) continue;
    const made = attempts[index] ?? 0;
    if (made >= (asNumber(retrier.MaxAttempts) ?? 3)) break;
    const rate = asNumber(retrier.BackoffRate) ?? 2;
    const delay = (asNumber(retrier.IntervalSeconds) ?? 1) * rate ** made;
    const seconds = Math.min(delay, asNumber(retrier.MaxDelaySeconds) ?? Number.POSITIVE_INFINITY);
    for (let slot = 0; slot <= index; slot += 1) attempts[slot] ??= 0;
    attempts[index] = made + 1;
    frame.phase = 'retry';
    frame.due = core.clock.now() + seconds * 1000;
    frame.retries = JSON.stringify(attempts);
    frame.token = null;
    frame.output = null;
    if (core.journal.write(() => core.store.saveFrame(frame))) core.dueAt(frame.due);
    return false;
  }
  for (const entry of asList(state.raw.Catch)) {
    const catcher = asObject(entry);
    if (!errorMatches(asList(catcher.ErrorEquals).map(String), failure.error)) continue;
    const error = { Error: failure.error, Cause: failure.message };
    const output = await catcherOutput(catcher, input, error);
    return leave(core, step, asString(catcher.Next), output);
  }
  failLine(core, frame, execution, failure);
  return false;
}

/** A retry is due: the state is entered again, which counts. */
export function retryNow(core: RunnerCore, frame: FrameRow, execution: ExecutionRow): void {
  frame.phase = 'enter';
  frame.due = null;
  frame.timeout_at = null;
  if (!core.store.saveFrame(frame)) return;
  countTransition(core, execution, frame.state);
  core.schedule(frame.id);
}

/** The context object of a state. Execution goes by `Started`, see `definition.ts`. */
export function contextOf(core: RunnerCore, step: Step): ContextObject {
  const { frame, execution } = step;
  const machine = core.machine(execution.machine);
  const attempts: number[] = frame.retries === null ? [] : (JSON.parse(frame.retries) as number[]);
  const context: JsonObject = {
    Started: {
      Id: execution.arn,
      Name: execution.name,
      Input: core.definitionOf(execution.definition).readsExecutionInput ? parseJson(execution.input) : null,
      StartTime: new Date(execution.started).toISOString(),
      RoleArn: machine?.roleArn ?? '',
    },
    State: {
      Name: frame.state,
      EnteredTime: new Date(frame.entered).toISOString(),
      RetryCount: attempts.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: machine?.arn ?? '', Name: execution.machine },
  };
  if (frame.token !== null) context.Task = { Token: frame.token };
  const item = frame.item === null ? undefined : parseJson(frame.item);
  if (isObject(item)) context.Map = { Item: item };
  return context;
}
