import type { Role } from '../access/policies.ts';
import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import type { Journal } from '../journal.ts';
import type { Json } from '../json.ts';
import type { Definition, StateDefinition, StateList } from './definition.ts';
import { StateError } from './state-error.ts';
import type { ExecutionRow, FrameRow, StatesStore } from './store.ts';
import type { Tokens } from './tokens.ts';

/** A state machine of the template. */
export interface MachineSpec {
  name: string;
  arn: string;
  definition: Definition;
  role: Role | undefined;
  roleArn: string;
}

/** One call a Task makes. */
export interface TaskCall {
  resource: string;
  parameters: Json;
  machine: MachineSpec;
  execution: ExecutionRow;
  /** For `startExecution.sync`: the frame that waits. */
  frame: number;
}

/** Makes the calls of Task states. @throws StateError with the error name that Retry and Catch see */
export type TaskCaller = (call: TaskCall) => Promise<Json>;

/** What the parts of the runner share. */
export interface RunnerCore {
  store: StatesStore;
  journal: Journal;
  clock: MovableClock;
  counters: Counters;
  tokens: Tokens;
  tasks: TaskCaller;
  log: (line: string) => void;
  machine(name: string): MachineSpec | undefined;
  definitionOf(hash: string): Definition;
  /** Lets the frame go on as soon as there is room. */
  schedule(frame: number): void;
  /** Lets other work of this process happen when we have been busy for long. */
  breathe(): Promise<void> | undefined;
  /** Tells the timer that something is due at `at`. */
  dueAt(at: number): void;
  /** Called once when an execution has ended. */
  ended(execution: ExecutionRow): void;
  /** Work lists of Map states that are running, so that they are parsed once. */
  works: Map<number, MapWork>;
  /** Counts calls under way. */
  calls: { running: number };
  /** True once the runner is closed: what still comes back must not be written. */
  isClosed(): boolean;
}

/** What a Map state has to do. */
export interface MapWork {
  /** Input of each child, as JSON. */
  inputs: string[];
  /** `$$.Map.Item` of each child, when somebody inside reads it. */
  items?: string[];
  /** Items in each child: one, or the size of its batch. */
  sizes?: number[];
  concurrency: number;
  distributed?: {
    express: boolean;
    label: string;
    toleratedCount?: number;
    toleratedPercentage?: number;
    itemCount: number;
  };
}

/** AWS: no state may take or give more than this. */
export const PAYLOAD_LIMIT = 262_144;

/** @throws StateError States.DataLimitExceeded when the payload is too large to travel */
export function checkSize(core: RunnerCore, payload: string, what: string, execution: ExecutionRow): void {
  const bytes = Buffer.byteLength(payload);
  core.counters.payload(bytes, execution.case_key);
  if (bytes > PAYLOAD_LIMIT) {
    throw new StateError('States.DataLimitExceeded', `${what} is ${bytes} bytes, more than ${PAYLOAD_LIMIT}`);
  }
}

/** A frame with everything about the state it stands in forgotten. */
export function enterFrame(frame: FrameRow, state: string, input: string, now: number): void {
  Object.assign(frame, {
    state,
    phase: 'enter',
    input,
    entered: now,
    due: null,
    timeout_at: null,
    beat_ms: null,
    token: null,
    retries: null,
    work: null,
    total: 0,
    started: 0,
    done: 0,
    failed: 0,
    output: null,
  } satisfies Partial<FrameRow>);
}

/** A frame with what is needed to work on it. */
export interface Step {
  frame: FrameRow;
  execution: ExecutionRow;
  list: StateList;
  state: StateDefinition;
  /** The state's input, parsed. */
  input: Json;
}
