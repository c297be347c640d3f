import { asNumber, type Json } from '../json.ts';
import type { Step } from './core.ts';
import { checkSize, PAYLOAD_LIMIT, type RunnerCore } from './core.ts';
import { type ContextObject, effectiveInput, valueAt } from './evaluate.ts';
import { asStateError, StateError } from './state-error.ts';
import type { ExecutionRow, FrameRow } from './store.ts';
import { failureText } from './transitions.ts';

const TOKEN = '.waitForTaskToken';
const SYNC = /\.sync(:2)?$/;

/** `service` and `action` of a resource as histories name them. */
export function resourceNames(resource: string): { resourceType: string; resource: string } {
  const [, , service = '', , , ...rest] = resource.split(':');
  if (service === 'lambda') return { resourceType: 'lambda', resource };
  const at = rest.length > 2 && rest[0] === 'aws-sdk' ? 2 : 1;
  return { resourceType: rest.slice(0, at).join(':'), resource: rest.slice(at).join(':') };
}

/** A Task is entered: time-outs, token, and the call. The token is durable before anybody sees it. */
export async function enterTask(core: RunnerCore, step: Step, context: ContextObject): Promise<void> {
  const { frame, execution, state } = step;
  const { raw } = state;
  const resource = String(raw.Resource);
  const withToken = resource.endsWith(TOKEN);
  if (withToken) {
    if (execution.express) throw new StateError('States.Runtime', 'an Express workflow has no task tokens');
    frame.token = core.tokens.issue();
    context.Task = { Token: frame.token };
  }
  const parameters = await effectiveInput(raw, step.input, context);
  const text = JSON.stringify(parameters);
  checkSize(core, text, `The input of the call of ${frame.state}`, execution);
  const now = core.clock.now();
  const limit = await seconds(raw, 'TimeoutSeconds', step.input, context);
  const beat = await seconds(raw, 'HeartbeatSeconds', step.input, context);
  frame.phase = withToken ? 'token-call' : 'call';
  frame.timeout_at = limit === undefined ? null : now + limit * 1000;
  frame.beat_ms = beat === undefined ? null : beat * 1000;
  frame.due = earliest(frame, now);
  const names = resourceNames(resource);
  const saved = core.journal.write(() => {
    if (!core.store.saveFrame(frame)) return false;
    const details = {
      ...names,
      parameters: text,
      ...(limit === undefined ? {} : { timeoutInSeconds: limit }),
    };
    core.store.appendHistory(execution.id, now, [
      { type: 'TaskScheduled', details },
      { type: 'TaskStarted', details: names },
    ]);
    return true;
  });
  if (!saved) return;
  if (frame.due !== null) core.dueAt(frame.due);
  if (withToken || SYNC.test(resource)) await core.journal.durable();
  await call(core, step, parameters);
}

/** Makes the call of a Task that had been entered before a restart once more, with the same token. */
export async function performTask(core: RunnerCore, step: Step, context: ContextObject): Promise<void> {
  const parameters = await effectiveInput(step.state.raw, step.input, context);
  await call(core, step, parameters);
}

async function call(core: RunnerCore, step: Step, parameters: Json): Promise<void> {
  const { frame, execution, state } = step;
  const machine = core.machine(execution.machine);
  if (!machine) throw new StateError('States.Runtime', `there is no state machine ${execution.machine}`);
  const { id, version } = frame;
  const resource = String(state.raw.Resource);
  core.calls.running += 1;
  // Not awaited: a call may take long, and the frame is looked up again when it is over.
  void core
    .tasks({ resource, parameters, machine, execution, frame: id })
    .then(
      (output) => settleCall(core, id, version, resource, output),
      (error: unknown) => settleFailure(core, id, version, resource, asStateError(error)),
    )
    .catch((error: unknown) => core.log(`states: ${execution.arn}: ${asStateError(error).message}`))
    .finally(() => {
      core.calls.running -= 1;
    });
}

/** The call has answered: its output is the result, unless a token or a started execution is still waited for. */
function settleCall(core: RunnerCore, id: number, version: number, resource: string, output: Json): void {
  if (core.isClosed()) return;
  core.journal.write(() => {
    const frame = core.store.frame(id);
    const execution = frame && core.store.execution(frame.execution);
    if (!frame || !execution || frame.version !== version) return;
    const names = resourceNames(resource);
    const text = JSON.stringify(output);
    if (frame.phase === 'token-call') {
      if (core.store.waitForToken(id, version)) {
        core.store.appendHistory(execution.id, core.clock.now(), [{ type: 'TaskSubmitted', details: names }]);
      }
      return;
    }
    if (frame.phase !== 'call') return;
    if (SYNC.test(resource)) {
      // The started execution may have ended already; then the frame is no longer in `call`.
      frame.phase = 'sync';
      if (core.store.saveFrame(frame)) {
        core.store.appendHistory(execution.id, core.clock.now(), [{ type: 'TaskSubmitted', details: names }]);
      }
      return;
    }
    settleResult(core, frame, execution, resource, text);
  });
}

function settleFailure(
  core: RunnerCore,
  id: number,
  version: number,
  resource: string,
  failure: StateError,
): void {
  if (core.isClosed()) return;
  core.journal.write(() => {
    const frame = core.store.frame(id);
    const execution = frame && core.store.execution(frame.execution);
    if (!frame || !execution || frame.version !== version) return;
    failTask(core, frame, execution, resource, failure);
  });
}

/** The Task has its result; from here on a crash does not lose it. Runs inside `journal.write`. */
export function settleResult(
  core: RunnerCore,
  frame: FrameRow,
  execution: ExecutionRow,
  resource: string,
  text: string,
): boolean {
  const bytes = Buffer.byteLength(text);
  core.counters.payload(bytes, execution.case_key);
  if (bytes > PAYLOAD_LIMIT) {
    const cause = `The result of ${frame.state} is ${bytes} bytes, more than ${PAYLOAD_LIMIT}`;
    return failTask(core, frame, execution, resource, new StateError('States.DataLimitExceeded', cause));
  }
  frame.phase = 'result';
  frame.output = text;
  frame.due = null;
  frame.token = null;
  if (!core.store.saveFrame(frame)) return false;
  core.store.appendHistory(execution.id, core.clock.now(), [
    { type: 'TaskSucceeded', details: { ...resourceNames(resource), output: text } },
  ]);
  core.schedule(frame.id);
  return true;
}

/** The Task has failed or timed out. Runs inside `journal.write`. */
export function failTask(
  core: RunnerCore,
  frame: FrameRow,
  execution: ExecutionRow,
  resource: string,
  failure: StateError,
): boolean {
  const timedOut = failure.error === 'States.Timeout' || failure.error === 'States.HeartbeatTimeout';
  frame.phase = 'failure';
  frame.output = failureText(failure);
  frame.due = null;
  frame.token = null;
  if (!core.store.saveFrame(frame)) return false;
  core.store.appendHistory(execution.id, core.clock.now(), [
    {
      type: timedOut ? 'TaskTimedOut' : 'TaskFailed',
      details: { ...resourceNames(resource), error: failure.error, cause: failure.message },
    },
  ]);
  core.schedule(frame.id);
  return true;
}

/** When the Task times out or misses its heartbeat, whichever comes first. */
export function earliest(frame: FrameRow, now: number): number | null {
  const beat = frame.beat_ms === null ? null : now + frame.beat_ms;
  if (frame.timeout_at === null) return beat;
  return beat === null ? frame.timeout_at : Math.min(frame.timeout_at, beat);
}

async function seconds(
  raw: Step['state']['raw'],
  field: string,
  input: Json,
  context: ContextObject,
): Promise<number | undefined> {
  const path = `${field}Path`;
  const value =
    raw[field] ?? (raw[path] === undefined ? undefined : await valueAt(raw, path, input, context));
  if (value === undefined) return undefined;
  const number = asNumber(value);
  if (number === undefined || number <= 0)
    throw new StateError('States.Runtime', `${field} is no positive number`);
  return number;
}
