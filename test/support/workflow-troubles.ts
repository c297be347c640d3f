import type { BrokenCall } from './broken-calls.ts';

/** What may go wrong with the calls that a workflow makes, as plans for `broken-calls.ts`. */
export interface WorkflowTroubles {
  /** A call of the workflow that goes wrong. */
  broken(call: BrokenCall['call'], error: string, times?: number): BrokenCall;
  /** A table that is busy once in each way that is tried again. */
  busyTable(): BrokenCall[];
  /** A bus that fails once in each way that is tried again; the slow call puts its event all the same. */
  busyBus(): BrokenCall[];
  /** A function that cannot be called, once in each way that is tried again. */
  disturbed(): BrokenCall[];
}

/** So often the client of the table tries by itself. */
export const clientTries = 4;

/** Seconds after which the definitions' calls are given up, and one more. */
const tooLong = 31;

/** @param advance lets the clock go on by so many milliseconds */
export function workflowTroubles(
  workflow: string,
  advance: (milliseconds: number) => void,
): WorkflowTroubles {
  const broken = (call: BrokenCall['call'], error: string, times = 1): BrokenCall => ({
    caller: workflow,
    call,
    error,
    times,
  });
  const slow = (call: BrokenCall['call']): BrokenCall => ({
    caller: workflow,
    call,
    times: 1,
    meanwhile: () => advance(tooLong * 1000),
  });
  return {
    broken,
    busyTable: () =>
      ['ProvisionedThroughputExceededException', 'ThrottlingException', 'InternalServerErrorException'].map(
        (error) => broken('DynamoDB.UpdateItem', error),
      ),
    busyBus: () => [
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents'),
    ],
    disturbed: () => [
      broken('Lambda.Invoke', 'ServiceException'),
      broken('Lambda.Invoke', 'AWSLambdaException'),
      { ...broken('Lambda.Invoke', 'SdkClientException'), when: 'after' },
      broken('Lambda.Invoke', 'TooManyRequestsException'),
      slow('Lambda.Invoke'),
    ],
  };
}

/** A function that finds the table in trouble until its client gives up, once. */
export const withoutTable = (caller: string, call = 'DynamoDB.GetItem'): BrokenCall => ({
  caller,
  call,
  times: clientTries,
  status: 500,
  error: 'InternalServerError',
});
