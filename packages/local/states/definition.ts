import { createHash } from 'node:crypto';
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

/** A state as written, with its kind. */
export interface StateDefinition {
  type: string;
  raw: JsonObject;
  next?: string;
}

/** A list of states: the whole definition, a branch, or an item processor. */
export interface StateList {
  startAt: string;
  states: ReadonlyMap<string, StateDefinition>;
  /** True when something inside reads `$$.Map`, so that items must be remembered. */
  readsMapItem: boolean;
}

/** A definition, compiled. Branches and processors are reached by their scope (see `childScope`). */
export interface Definition {
  hash: string;
  text: string;
  timeoutSeconds?: number;
  /** True when a state reads `$$.Execution.Input`. */
  readsExecutionInput: boolean;
  scopes: ReadonlyMap<string, StateList>;
}

/** Scope of the n-th branch of a Parallel state, or of the processor (0) of a Map state. */
export function childScope(scope: string, state: string, branch: number): string {
  return `${scope}/${state}#${branch}`;
}

/** Compiles a JSONPath definition. @throws Error naming what cannot be executed here */
export function compileDefinition(text: string): Definition {
  // The evaluator fills Execution.Input and StartTime with its own: ours go by another name.
  const root = asObject(rename(parseJson(text)));
  if (root.QueryLanguage !== undefined && root.QueryLanguage !== 'JSONPath') {
    throw new Error('only definitions in JSONPath are executed here');
  }
  const scopes = new Map<string, StateList>();
  collect(root, '', scopes);
  const timeoutSeconds = asNumber(root.TimeoutSeconds);
  return {
    hash: createHash('sha256').update(text).digest('hex').slice(0, 16),
    text,
    scopes,
    readsExecutionInput: text.includes('$$.Execution.Input') || text.includes('"$$"'),
    ...(timeoutSeconds === undefined ? {} : { timeoutSeconds }),
  };
}

function collect(list: JsonObject, scope: string, scopes: Map<string, StateList>): void {
  const states = new Map<string, StateDefinition>();
  for (const [name, value] of Object.entries(asObject(list.States))) {
    const raw = asObject(value);
    const type = asString(raw.Type) ?? '';
    if (raw.QueryLanguage === 'JSONata') throw new Error(`state ${name}: only JSONPath is executed here`);
    const next = asString(raw.Next);
    states.set(name, { type, raw, ...(next === undefined ? {} : { next }) });
    if (type === 'Parallel') {
      for (const [index, branch] of asList(raw.Branches).entries()) {
        collect(asObject(branch), childScope(scope, name, index), scopes);
      }
    }
    if (type === 'Map') {
      if (raw.ItemReader !== undefined || raw.ResultWriter !== undefined) {
        throw new Error(`state ${name}: ItemReader and ResultWriter need S3, which is not executed here`);
      }
      collect(asObject(raw.ItemProcessor ?? raw.Iterator), childScope(scope, name, 0), scopes);
    }
  }
  const startAt = asString(list.StartAt) ?? '';
  if (!states.has(startAt)) throw new Error(`StartAt names no state: ${startAt}`);
  scopes.set(scope, { startAt, states, readsMapItem: JSON.stringify(list).includes('$$.Map.') });
}

function rename(value: Json): Json {
  if (typeof value === 'string') return value.replaceAll('$$.Execution', '$$$$.Started');
  if (Array.isArray(value)) return value.map(rename);
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, rename(part)]));
}
