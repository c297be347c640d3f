/** A failure inside a state, as Retry and Catch see it. */
export class StateError extends Error {
  override readonly name = 'StateError';
  /** Error name, e.g. `States.Timeout` or the function's error type. */
  readonly error: string;
  constructor(error: string, cause: string) {
    super(cause);
    this.error = error;
  }
}

/** Any thrown value as StateError; what nobody foresaw is `States.Runtime`. */
export function asStateError(error: unknown): StateError {
  if (error instanceof StateError) return error;
  return new StateError('States.Runtime', error instanceof Error ? error.message : String(error));
}

const TIMEOUTS = new Set(['States.Timeout', 'States.HeartbeatTimeout']);
const TERMINAL = new Set(['States.DataLimitExceeded', 'States.Runtime']);

/**
 * True when `ErrorEquals` names the error. `States.ALL` leaves out what ends an execution in any case,
 * `States.TaskFailed` also leaves out time-outs; a missed heartbeat is a time-out, too.
 */
export function errorMatches(errorEquals: readonly string[], error: string): boolean {
  if (error === 'States.Runtime') return false;
  return errorEquals.some((wanted) => {
    if (wanted === error) return true;
    if (wanted === 'States.ALL') return !TERMINAL.has(error);
    if (wanted === 'States.TaskFailed') return !TERMINAL.has(error) && !TIMEOUTS.has(error);
    return wanted === 'States.Timeout' && error === 'States.HeartbeatTimeout';
  });
}
