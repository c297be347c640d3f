import { type Json, type JsonObject, parseJson } from '../json.ts';
import { StateError } from './state-error.ts';
import type { ExecutionRow } from './store.ts';

/** What `startExecution.sync` gives back; `.sync:2` gives input and output as JSON instead of text. */
export function startedOutcome(
  execution: ExecutionRow,
  machineArn: string,
  parsed: boolean,
): Json | StateError {
  const value = (text: string): Json => (parsed ? parseJson(text) : text);
  const description: JsonObject = {
    ExecutionArn: execution.arn,
    StateMachineArn: machineArn,
    Name: execution.name,
    Status: execution.status,
    StartDate: Math.floor(execution.started),
    StopDate: Math.floor(execution.stopped ?? execution.started),
    Input: value(execution.input),
    InputDetails: { Included: true },
  };
  if (execution.status === 'SUCCEEDED') {
    return { ...description, Output: value(execution.output ?? 'null'), OutputDetails: { Included: true } };
  }
  const failed = { ...description, Error: execution.error ?? '', Cause: execution.cause ?? '' };
  return new StateError('States.TaskFailed', JSON.stringify(failed));
}
