import { SendTaskSuccessCommand, SFNClient, StartExecutionCommand } from '@aws-sdk/client-sfn';
import type { Environment } from './environment.ts';

/** Step Functions as tasks see it. */
export interface Workflows {
  /** Starts under a business key; `started` is false when that execution has been there before. */
  start(workflow: string, name: string, input: object): Promise<{ started: boolean }>;
  /** Ends a wait; a token that is used up or timed out is no failure, because somebody was faster. */
  resume(token: string, output: object): Promise<void>;
}

export function connectWorkflows(environment: Environment): Workflows {
  const client = new SFNClient({});
  return {
    async start(workflow, name, input) {
      try {
        await client.send(
          new StartExecutionCommand({
            stateMachineArn: environment.stateMachineArn(workflow),
            name,
            input: JSON.stringify(input),
          }),
        );
        return { started: true };
      } catch (error) {
        if (error instanceof Error && error.name === 'ExecutionAlreadyExists') return { started: false };
        throw error;
      }
    },
    async resume(token, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
      } catch (error) {
        if (error instanceof Error && (error.name === 'TaskTimedOut' || error.name === 'TaskDoesNotExist'))
          return;
        throw error;
      }
    },
  };
}
