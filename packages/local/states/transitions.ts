import { asObject, parseJson } from '../json.ts';
import { enterFrame, type MapWork, PAYLOAD_LIMIT, type RunnerCore } from './core.ts';
import { childScope, type StateDefinition } from './definition.ts';
import { asStateError, StateError } from './state-error.ts';
import type { ExecutionRow, ExecutionStatus, FrameRow } from './store.ts';

/*
 * Every change of an execution's position. All of it is synchronous and runs inside `journal.write`, so a change is
 * written whole or not at all; a frame that somebody else changed meanwhile is left alone (`saveFrame` says so).
 */

/** One history event. */
export interface HistoryEvent {
  type: string;
  details: object;
}

const HISTORY_LIMIT = 25_000;

/** Starts an execution: its row, its first frame, its first events. */
export function beginExecution(
  core: RunnerCore,
  row: Parameters<RunnerCore['store']['insertExecution']>[0],
  roleArn: string,
): number {
  const id = core.store.insertExecution(row);
  const list = core.definitionOf(row.definition).scopes.get(row.scope);
  if (!list) throw new Error(`${row.machine} has no scope ${row.scope}`);
  const events = [
    { type: 'ExecutionStarted', details: { input: row.input, roleArn } },
    enteredEvent(list.states.get(list.startAt), list.startAt, row.input),
  ];
  core.store.appendHistory(id, row.started, events);
  if (row.express) core.counters.expressRun(row.case_key);
  else core.counters.transition(row.machine, list.startAt, row.case_key);
  const frame = core.store.insertFrame({
    execution: id,
    parent: null,
    position: 0,
    scope: row.scope,
    state: list.startAt,
    input: row.input,
    entered: row.started,
    item: null,
  });
  if (row.due !== null) core.dueAt(row.due);
  core.schedule(frame);
  return id;
}

function enteredEvent(state: StateDefinition | undefined, name: string, input: string): HistoryEvent {
  return { type: `${state?.type ?? 'Unknown'}StateEntered`, details: { name, input } };
}

/** The state is left with `output` for `next`, or for the end of its line. Answers false when the frame was taken away. */
export function leaveState(
  core: RunnerCore,
  frame: FrameRow,
  execution: ExecutionRow,
  next: string | undefined,
  output: string,
): boolean {
  return core.journal.write(() => {
    const list = core.definitionOf(execution.definition).scopes.get(frame.scope);
    const left = list?.states.get(frame.state);
    const events: HistoryEvent[] = [
      { type: `${left?.type ?? 'Unknown'}StateExited`, details: { name: frame.state, output } },
    ];
    const now = core.clock.now();
    if (next === undefined) {
      frame.phase = 'done';
      frame.output = output;
      frame.due = null;
      frame.token = null;
      if (!core.store.saveFrame(frame)) return false;
      core.store.appendHistory(execution.id, now, events);
      endLine(core, frame, execution, output);
      return false;
    }
    enterFrame(frame, next, output, now);
    if (!core.store.saveFrame(frame)) return false;
    events.push(enteredEvent(list?.states.get(next), next, output));
    const length = core.store.appendHistory(execution.id, now, events);
    countTransition(core, execution, next);
    if (length > HISTORY_LIMIT) {
      const cause = `The execution reached the maximum number of history events (${HISTORY_LIMIT})`;
      endExecution(core, execution, 'FAILED', { error: 'States.Runtime', cause });
      return false;
    }
    return true;
  });
}

/** A state entered, or tried again, in a Standard workflow is what AWS charges for. */
export function countTransition(core: RunnerCore, execution: ExecutionRow, state: string): void {
  if (!execution.express) core.counters.transition(execution.machine, state, execution.case_key);
}

/** A line of execution is at its end: the execution succeeds, or the siblings are waited for. */
function endLine(core: RunnerCore, frame: FrameRow, execution: ExecutionRow, output: string): void {
  if (frame.parent === null) {
    endExecution(core, execution, 'SUCCEEDED', { output });
    return;
  }
  const parent = core.store.frame(frame.parent);
  if (!parent) return;
  parent.done += 1;
  const work = workOf(core, parent);
  if (work) {
    core.store.appendHistory(execution.id, core.clock.now(), [
      { type: 'MapIterationSucceeded', details: { name: parent.state, index: frame.position } },
    ]);
    launchItems(core, parent, execution, work);
  }
  if (parent.done === parent.total) {
    const outputs = core.store.childFrames(parent.id).map((child) => child.output ?? 'null');
    dropChildren(core, parent.id);
    settleJoin(core, parent, execution, `[${outputs.join(',')}]`);
  }
  if (core.store.saveFrame(parent) && parent.phase !== 'join') core.schedule(parent.id);
}

/** All children are done: the joined output becomes the frame's result, unless it is too large. */
export function settleJoin(
  core: RunnerCore,
  parent: FrameRow,
  execution: ExecutionRow,
  output: string,
): void {
  core.works.delete(parent.id);
  parent.work = null;
  const bytes = Buffer.byteLength(output);
  core.counters.payload(bytes, execution.case_key);
  if (bytes > PAYLOAD_LIMIT) {
    const cause = `The joined output of ${parent.state} is ${bytes} bytes, more than ${PAYLOAD_LIMIT}`;
    parent.phase = 'failure';
    parent.output = failureText(new StateError('States.DataLimitExceeded', cause));
  } else {
    parent.phase = 'result';
    parent.output = output;
  }
}

/** Starts items of an inline Map up to its concurrency; the caller saves the parent. */
export function launchItems(
  core: RunnerCore,
  parent: FrameRow,
  execution: ExecutionRow,
  work: MapWork,
): void {
  const scope = childScope(parent.scope, parent.state, 0);
  while (parent.started < parent.total && parent.started - parent.done < work.concurrency) {
    const index = parent.started;
    parent.started += 1;
    core.store.appendHistory(execution.id, core.clock.now(), [
      { type: 'MapIterationStarted', details: { name: parent.state, index } },
    ]);
    launchLine(
      core,
      parent,
      execution,
      scope,
      index,
      work.inputs[index] ?? 'null',
      work.items?.[index] ?? null,
    );
  }
}

/** Starts one branch or item. */
export function launchLine(
  core: RunnerCore,
  parent: FrameRow,
  execution: ExecutionRow,
  scope: string,
  position: number,
  input: string,
  item: string | null,
): void {
  const list = core.definitionOf(execution.definition).scopes.get(scope);
  if (!list) throw new Error(`${execution.machine} has no scope ${scope}`);
  const now = core.clock.now();
  const frame = core.store.insertFrame({
    execution: execution.id,
    parent: parent.id,
    position,
    scope,
    state: list.startAt,
    input,
    entered: now,
    item: item ?? parent.item,
  });
  core.store.appendHistory(execution.id, now, [
    enteredEvent(list.states.get(list.startAt), list.startAt, input),
  ]);
  countTransition(core, execution, list.startAt);
  core.schedule(frame);
}

/** The Map work of a frame, or undefined when it is no Map. */
export function workOf(core: RunnerCore, frame: FrameRow): MapWork | undefined {
  if (frame.work === null) return undefined;
  let work = core.works.get(frame.id);
  if (!work) {
    work = JSON.parse(frame.work) as MapWork;
    core.works.set(frame.id, work);
  }
  return work;
}

/** A failure nobody in this state handles: the surrounding state fails with it, or the execution. */
export function failLine(
  core: RunnerCore,
  frame: FrameRow,
  execution: ExecutionRow,
  failure: StateError,
): void {
  core.journal.write(() => {
    if (frame.parent === null) {
      // Nobody may have changed the frame since the failure was judged.
      if (!core.store.saveFrame(frame)) return;
      return endExecution(core, execution, 'FAILED', { error: failure.error, cause: failure.message });
    }
    if (!core.store.saveFrame(frame)) return;
    const parent = core.store.frame(frame.parent);
    if (parent?.phase !== 'join') return;
    if (parent.work !== null) {
      const details = { name: parent.state, index: frame.position };
      core.store.appendHistory(execution.id, core.clock.now(), [{ type: 'MapIterationFailed', details }]);
    }
    failJoin(core, parent, failure);
  });
}

/** Ends what still runs below a Parallel or Map state and makes the state fail. */
export function failJoin(core: RunnerCore, parent: FrameRow, failure: StateError): void {
  dropChildren(core, parent.id);
  core.works.delete(parent.id);
  parent.work = null;
  parent.phase = 'failure';
  parent.output = failureText(failure);
  parent.due = null;
  if (core.store.saveFrame(parent)) core.schedule(parent.id);
}

/** Removes every line below a frame; child executions that still run are aborted. */
export function dropChildren(core: RunnerCore, parent: number): void {
  for (const child of core.store.childFrames(parent)) {
    dropChildren(core, child.id);
    core.works.delete(child.id);
    core.store.deleteFrame(child.id);
  }
  const executions = core.store.childExecutions(parent);
  if (executions.length === 0) return;
  core.store.detachChildren(parent);
  for (const execution of executions) {
    if (execution.status === 'RUNNING') {
      endExecution(core, { ...execution, parent: null }, 'ABORTED', {
        error: 'States.Aborted',
        cause: 'its parent state has ended',
      });
    }
  }
}

/** Ends an execution and everything below it; whoever waits for it is told. Runs inside `journal.write`. */
export function endExecution(
  core: RunnerCore,
  execution: ExecutionRow,
  status: ExecutionStatus,
  outcome: { output?: string; error?: string; cause?: string },
): void {
  const now = core.clock.now();
  if (!core.store.endExecution(execution.id, status, outcome, now)) return;
  for (const child of core.store.runningChildren(execution.id)) {
    endExecution(core, { ...child, parent: null }, 'ABORTED', {
      error: 'States.Aborted',
      cause: 'its parent execution has ended',
    });
  }
  core.store.deleteFrames(execution.id);
  const { output, error, cause } = outcome;
  const name = {
    SUCCEEDED: 'Succeeded',
    FAILED: 'Failed',
    TIMED_OUT: 'TimedOut',
    ABORTED: 'Aborted',
    RUNNING: '',
  }[status];
  const details = output === undefined ? { error, cause } : { output };
  const length = core.store.appendHistory(execution.id, now, [{ type: `Execution${name}`, details }]);
  core.counters.history(length, execution.case_key);
  core.ended({
    ...execution,
    status,
    output: output ?? null,
    error: error ?? null,
    cause: cause ?? null,
    stopped: now,
  });
}

/** A failure as it is kept in a frame and shown to a Catch. */
export function failureText(failure: StateError): string {
  return JSON.stringify({ Error: failure.error, Cause: failure.message });
}

/** The failure kept in a frame. */
export function failureOf(text: string | null): StateError {
  try {
    const { Error: error, Cause: cause } = asObject(parseJson(text ?? '{}'));
    return new StateError(String(error), String(cause ?? ''));
  } catch (error) {
    return asStateError(error);
  }
}
