import { randomBytes, randomUUID } from 'node:crypto';
import { setImmediate as turn } from 'node:timers/promises';
import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import { createDueTimer } from '../due-timer.ts';
import { ServiceError } from '../gateway/service-error.ts';
import type { Journal } from '../journal.ts';
import { type Json, parseJson, sameJson } from '../json.ts';
import { type MachineSpec, PAYLOAD_LIMIT, type RunnerCore, type TaskCaller } from './core.ts';
import { compileDefinition, type Definition } from './definition.ts';
import { childExecutionEnded } from './map.ts';
import { startedOutcome } from './started-execution.ts';
import { StateError } from './state-error.ts';
import { processFrame, retryNow } from './steps.ts';
import { createStatesStore, type ExecutionRow, type FrameRow, type StatesStore } from './store.ts';
import { earliest, failTask, settleResult } from './task-step.ts';
import { createTokens } from './tokens.ts';
import { beginExecution, endExecution } from './transitions.ts';

/** What a start needs. */
export interface StartInput {
  machine: string;
  name?: string | undefined;
  /** JSON text. */
  input: string;
  /** The frame that waits for the end (`startExecution.sync`). */
  parent?: number;
  caseKey?: string | undefined;
}

/** Runs state machines on a journal. */
export interface Runner {
  /** @throws ServiceError StateMachineDoesNotExist, ExecutionAlreadyExists, InvalidExecutionInput, InvalidName */
  start(start: StartInput): ExecutionRow;
  stop(arn: string, error?: string, cause?: string): ExecutionRow;
  /** Redeems a token. @throws ServiceError TaskTimedOut, InvalidToken, InvalidOutput */
  succeed(token: string, output: string): void;
  fail(token: string, error: string, cause: string): void;
  heartbeat(token: string): void;
  store: StatesStore;
  machineByArn(arn: string): MachineSpec | undefined;
  machines(): MachineSpec[];
  /** Takes up what a former process left. */
  resume(): void;
  /** Frames to work on and calls under way; what waits for a token or for time does not count. */
  busy(): number;
  close(): void;
}

/** Surroundings of the runner. */
export interface RunnerOptions {
  journal: Journal;
  clock: MovableClock;
  counters: Counters;
  machines: readonly MachineSpec[];
  tasks: TaskCaller;
  log: (line: string) => void;
}

const NAME = /^[^\s<>{}[\]?*"#%\\^|~`$&,;:/\p{Cc}]{1,80}$/u;
const LANES = 16;
const TURN_MS = 4;

/** A runner over the journal's tables (see `STATES_SCHEMA`). */
export function createRunner(options: RunnerOptions): Runner {
  const { journal, clock, counters, log } = options;
  const store = createStatesStore(journal);
  const machines = new Map(options.machines.map((machine) => [machine.name, machine]));
  const definitions = new Map<string, Definition>();
  journal.write(() => {
    for (const { definition } of options.machines) {
      definitions.set(definition.hash, definition);
      store.saveDefinition(definition.hash, definition.text);
    }
  });
  const queue: number[] = [];
  const active = new Set<number>();
  const again = new Set<number>();
  let lanes = 0;
  let closed = false;
  let turnStarted = performance.now();
  const due = createDueTimer(clock, lookForDue);

  const core: RunnerCore = {
    store,
    journal,
    clock,
    counters,
    log,
    tokens: createTokens(secretOf(journal)),
    tasks: options.tasks,
    works: new Map(),
    calls: { running: 0 },
    isClosed: () => closed,
    machine: (name) => machines.get(name),
    definitionOf,
    schedule,
    dueAt: (at) => due.at(at),
    ended,
    breathe: () => {
      if (performance.now() - turnStarted < TURN_MS) return undefined;
      return turn().then(() => {
        turnStarted = performance.now();
      });
    },
  };

  function definitionOf(hash: string): Definition {
    let definition = definitions.get(hash);
    if (!definition) {
      // An execution goes on with the definition it was started with, also when the template has a newer one.
      const text = store.definitionText(hash);
      if (text === undefined) throw new Error(`definition ${hash} is lost`);
      definition = compileDefinition(text);
      definitions.set(hash, definition);
    }
    return definition;
  }

  function schedule(frame: number): void {
    if (active.has(frame)) {
      again.add(frame);
      return;
    }
    queue.push(frame);
    if (lanes < LANES) {
      lanes += 1;
      void lane();
    }
  }

  async function lane(): Promise<void> {
    await turn();
    turnStarted = performance.now();
    for (let frame = queue.shift(); frame !== undefined && !closed; frame = queue.shift()) {
      if (active.has(frame)) {
        again.add(frame);
        continue;
      }
      active.add(frame);
      try {
        await processFrame(core, frame);
      } catch (error) {
        log(
          `states: frame ${frame}: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
        );
      }
      active.delete(frame);
      if (again.delete(frame)) queue.push(frame);
    }
    lanes -= 1;
  }

  function lookForDue(): void {
    if (closed) return;
    const now = clock.now();
    const frames = store.dueFrames(now);
    const executions = store.dueExecutions(now);
    journal.write(() => {
      for (const { id } of frames) {
        const frame = store.frame(id);
        if (frame && frame.due !== null && frame.due <= now) fallDue(frame, now);
      }
      for (const execution of executions) {
        const cause = `The execution did not end within its TimeoutSeconds`;
        endExecution(core, execution, 'TIMED_OUT', { error: 'States.Timeout', cause });
      }
    });
    if (frames.length + executions.length >= 500) {
      setImmediate(lookForDue);
      return;
    }
    const next = store.nextDue();
    if (next !== undefined) due.at(next);
  }

  function fallDue(frame: FrameRow, now: number): void {
    const execution = store.execution(frame.execution);
    if (!execution) return;
    switch (frame.phase) {
      case 'wait':
        frame.phase = 'result';
        frame.due = null;
        if (store.saveFrame(frame)) schedule(frame.id);
        return;
      case 'retry':
        retryNow(core, frame, execution);
        return;
      case 'call':
      case 'token-call':
      case 'token':
      case 'sync':
        timeOut(frame, execution, now);
        return;
      default:
        frame.due = null;
        store.saveFrame(frame);
    }
  }

  function timeOut(frame: FrameRow, execution: ExecutionRow, now: number): void {
    const isWhole = frame.timeout_at !== null && now >= frame.timeout_at;
    const failure = isWhole
      ? new StateError('States.Timeout', `${frame.state} did not end in time`)
      : new StateError('States.HeartbeatTimeout', `${frame.state} sent no heartbeat in time`);
    if (frame.phase === 'sync') store.detachChildren(frame.id);
    failTask(core, frame, execution, resourceOf(frame, execution), failure);
  }

  function resourceOf(frame: FrameRow, execution: ExecutionRow): string {
    const state = definitionOf(execution.definition).scopes.get(frame.scope)?.states.get(frame.state);
    return String(state?.raw.Resource ?? '');
  }

  function ended(execution: ExecutionRow): void {
    if (execution.parent === null) return;
    const parent = store.frame(execution.parent);
    if (!parent) return;
    if (parent.phase === 'join') {
      childExecutionEnded(core, parent, execution);
      return;
    }
    if (parent.phase !== 'sync' && parent.phase !== 'call') return;
    const above = store.execution(parent.execution);
    const machine = machines.get(execution.machine);
    if (!above || !machine) return;
    const resource = resourceOf(parent, above);
    store.detachChildren(parent.id);
    const outcome = startedOutcome(execution, machine.arn, resource.endsWith(':2'));
    if (outcome instanceof StateError) failTask(core, parent, above, resource, outcome);
    else settleResult(core, parent, above, resource, JSON.stringify(outcome));
  }

  /** The frame that waits with this token, not yet too late. */
  function waiting(token: string): { frame: FrameRow; execution: ExecutionRow } {
    const frame = store.frameByToken(token);
    const execution = frame && store.execution(frame.execution);
    if (!frame || !execution) {
      if (!core.tokens.isGenuine(token))
        throw new ServiceError('InvalidToken', `Invalid Token: '${token.slice(0, 40)}'`);
      throw new ServiceError('TaskTimedOut', 'Task Timed Out: the task of this token is closed');
    }
    const now = clock.now();
    if (frame.due !== null && frame.due <= now) {
      journal.write(() => timeOut(frame, execution, now));
      throw new ServiceError('TaskTimedOut', 'Task Timed Out: the token has expired');
    }
    return { frame, execution };
  }

  function start({ machine: name, name: given, input, parent, caseKey }: StartInput): ExecutionRow {
    const machine = machines.get(name);
    if (!machine)
      throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${name}'`);
    const executionName = given ?? randomUUID();
    if (!NAME.test(executionName)) throw new ServiceError('InvalidName', `Invalid Name: '${executionName}'`);
    let value: Json;
    try {
      value = parseJson(input);
    } catch {
      throw new ServiceError('InvalidExecutionInput', 'Invalid State Machine Execution Input: no JSON');
    }
    if (Buffer.byteLength(input) > PAYLOAD_LIMIT) {
      throw new ServiceError('InvalidExecutionInput', `The input is larger than ${PAYLOAD_LIMIT} bytes`);
    }
    const arn = `${machine.arn.replace(':stateMachine:', ':execution:')}:${executionName}`;
    return journal.write(() => {
      const known = store.executionByArn(arn);
      if (known) {
        if (known.status === 'RUNNING' && sameJson(parseJson(known.input), value)) return known;
        throw new ServiceError('ExecutionAlreadyExists', `Execution Already Exists: '${arn}'`);
      }
      const now = clock.now();
      const { timeoutSeconds } = machine.definition;
      const id = beginExecution(
        core,
        {
          arn,
          machine: machine.name,
          definition: machine.definition.hash,
          name: executionName,
          input,
          started: now,
          due: timeoutSeconds === undefined ? null : now + timeoutSeconds * 1000,
          case_key: caseKey ?? executionName,
          scope: '',
          parent: parent ?? null,
          position: null,
          express: 0,
        },
        machine.roleArn,
      );
      const row = store.execution(id);
      if (!row) throw new Error('an execution vanished');
      return row;
    });
  }

  return {
    start,
    store,
    stop(arn, error, cause) {
      const execution = store.executionByArn(arn);
      if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
      const outcome = {
        ...(error === undefined ? {} : { error }),
        ...(cause === undefined ? {} : { cause }),
      };
      journal.write(() => endExecution(core, execution, 'ABORTED', outcome));
      return store.executionByArn(arn) ?? execution;
    },
    succeed(token, output) {
      try {
        parseJson(output);
      } catch {
        throw new ServiceError('InvalidOutput', 'Invalid Output: no JSON');
      }
      if (Buffer.byteLength(output) > PAYLOAD_LIMIT)
        throw new ServiceError('InvalidOutput', 'Invalid Output: too large');
      const { frame, execution } = waiting(token);
      journal.write(() => settleResult(core, frame, execution, resourceOf(frame, execution), output));
    },
    fail(token, error, cause) {
      const { frame, execution } = waiting(token);
      journal.write(() =>
        failTask(core, frame, execution, resourceOf(frame, execution), new StateError(error, cause)),
      );
    },
    heartbeat(token) {
      const { frame } = waiting(token);
      const next = earliest(frame, clock.now());
      if (next === null) return;
      journal.write(() => store.beat(frame.id, next));
      due.at(next);
    },
    machineByArn: (arn) => {
      const machine = machines.get(arn.split(':').at(-1) ?? '');
      return machine?.arn === arn ? machine : undefined;
    },
    machines: () => [...machines.values()],
    resume() {
      for (const frame of store.unfinished()) schedule(frame);
      lookForDue();
    },
    busy: () => queue.length + active.size + core.calls.running,
    close() {
      closed = true;
      due.stop();
    },
  };
}

function secretOf(journal: Journal): string {
  const found = journal.prepare(`SELECT value FROM settings WHERE name = 'token-secret'`).get()?.value;
  if (typeof found === 'string') return found;
  const secret = randomBytes(32).toString('hex');
  journal.write(() =>
    journal.prepare(`INSERT INTO settings (name, value) VALUES ('token-secret', ?)`).run(secret),
  );
  return secret;
}
