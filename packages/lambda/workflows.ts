import {
  DescribeExecutionCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { instant } from '../domain/clock.ts';
import { unavailable } from '../domain/errors.ts';
import { isTransient } from '../table/transient.ts';
import type { Environment } from './environment.ts';

/** Step Functions as tasks see it. */
export interface Workflows {
  /** Starts under a business key; `started` is false when that execution has been there before. */
  start(workflow: string, name: string, input: object): Promise<{ started: boolean }>;
  /** Ends a wait; `false` when its token is used up or timed out, which is no failure: somebody was faster. */
  resume(token: string, output: object): Promise<boolean>;
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
        if (isOneOf(error, ['ExecutionAlreadyExists'])) return { started: false };
        throw named(error);
      }
    },
    async resume(token, output) {
      try {
        await client.send(new SendTaskSuccessCommand({ taskToken: token, output: JSON.stringify(output) }));
        return true;
      } catch (error) {
        if (isOneOf(error, ['TaskTimedOut', 'TaskDoesNotExist'])) return false;
        throw named(error);
      }
    },
  };
}

/** Step Functions as somebody sees it who looks after waits. */
export interface WorkflowWatch {
  /** Whether the token still ends a wait. */
  isAlive(token: string): Promise<boolean>;
  /** Whether the execution of this name runs, and since when; null when there is none. */
  execution(workflow: string, name: string): Promise<{ running: boolean; startedAt: string } | null>;
}

export function watchWorkflows(environment: Environment): WorkflowWatch {
  // A scan asks for a whole network: it slows down to what the service takes instead of failing.
  const client = new SFNClient({ retryMode: 'adaptive', maxAttempts: 10 });
  return {
    async isAlive(token) {
      try {
        await client.send(new SendTaskHeartbeatCommand({ taskToken: token }));
        return true;
      } catch (error) {
        if (isOneOf(error, ['TaskTimedOut', 'TaskDoesNotExist', 'InvalidToken'])) return false;
        throw error;
      }
    },
    async execution(workflow, name) {
      const machine = environment.stateMachineArn(workflow);
      try {
        const { status, startDate } = await client.send(
          new DescribeExecutionCommand({
            executionArn: `${machine.replace(':stateMachine:', ':execution:')}:${name}`,
          }),
        );
        return { running: status === 'RUNNING', startedAt: instant(startDate?.getTime() ?? 0) };
      } catch (error) {
        if (isOneOf(error, ['ExecutionDoesNotExist'])) return null;
        throw error;
      }
    },
  };
}

const isOneOf = (error: unknown, names: readonly string[]) =>
  error instanceof Error && names.includes(error.name);

/** Passing troubles bear the name that workflows try again, and routes answer with 503. */
const named = (error: unknown) =>
  isTransient(error) || isOneOf(error, ['ExecutionLimitExceeded'])
    ? unavailable('Step Functions is busy or out of reach', {
        details: { error: (error as Error).name },
        cause: error,
      })
    : error;
