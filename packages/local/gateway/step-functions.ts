import type { Guard } from '../access/guard.ts';
import type { Journal } from '../journal.ts';
import { asNumber, asString, type JsonObject, parseJson } from '../json.ts';
import { historyEvents } from '../states/history.ts';
import type { Runner } from '../states/runner.ts';
import type { ExecutionRow } from '../states/store.ts';
import type { ServiceCall } from './gateway.ts';
import { ServiceError } from './service-error.ts';

/** Step Functions' API. What changes something is acknowledged after it is durable. */
export function serveStepFunctions(runner: () => Runner, journal: Journal, guard: Guard): ServiceCall {
  return async (operation, input, caller) => {
    const states = runner();
    const demand = (resource: string) => guard.demand(caller, [{ action: `states:${operation}`, resource }]);
    switch (operation) {
      case 'StartExecution': {
        const arn = asString(input.stateMachineArn) ?? '';
        demand(arn);
        const machine = states.machineByArn(arn);
        if (!machine)
          throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
        const started = states.start({
          machine: machine.name,
          name: asString(input.name),
          input: asString(input.input) ?? '{}',
        });
        await journal.durable();
        return { executionArn: started.arn, startDate: started.started / 1000 };
      }
      case 'StopExecution': {
        const arn = asString(input.executionArn) ?? '';
        demand(arn);
        const stopped = states.stop(arn, asString(input.error), asString(input.cause));
        await journal.durable();
        return { stopDate: (stopped.stopped ?? 0) / 1000 };
      }
      case 'SendTaskSuccess':
      case 'SendTaskFailure':
      case 'SendTaskHeartbeat': {
        // A token says nothing about its state machine to the caller: AWS judges these by `*` or the machine's ARN.
        demandToken(states, operation, asString(input.taskToken) ?? '', guard, caller);
        const token = asString(input.taskToken) ?? '';
        try {
          if (operation === 'SendTaskSuccess') states.succeed(token, asString(input.output) ?? '');
          else if (operation === 'SendTaskFailure') {
            states.fail(token, asString(input.error) ?? 'States.TaskFailed', asString(input.cause) ?? '');
          } else states.heartbeat(token);
        } finally {
          await journal.durable();
        }
        return {};
      }
      case 'DescribeExecution': {
        const arn = asString(input.executionArn) ?? '';
        demand(arn);
        return describe(states, executionOf(states, arn));
      }
      case 'GetExecutionHistory': {
        const arn = asString(input.executionArn) ?? '';
        demand(arn);
        const execution = executionOf(states, arn);
        return historyEvents(states.store, execution, {
          limit: asNumber(input.maxResults) ?? 100,
          reversed: input.reverseOrder === true,
          withData: input.includeExecutionData !== false,
          after: asString(input.nextToken),
        });
      }
      case 'ListExecutions': {
        const arn = asString(input.stateMachineArn) ?? '';
        demand(arn);
        const machine = states.machineByArn(arn);
        if (!machine)
          throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
        return listExecutions(states, machine.name, arn, input);
      }
      case 'DescribeStateMachine': {
        const arn = asString(input.stateMachineArn) ?? '';
        demand(arn);
        const machine = states.machineByArn(arn);
        if (!machine)
          throw new ServiceError('StateMachineDoesNotExist', `State Machine Does Not Exist: '${arn}'`);
        return {
          stateMachineArn: machine.arn,
          name: machine.name,
          status: 'ACTIVE',
          type: 'STANDARD',
          definition: machine.definition.text,
          roleArn: machine.roleArn,
          creationDate: 0,
        };
      }
      case 'ListStateMachines':
        demand('*');
        return {
          stateMachines: states
            .machines()
            .map(({ arn, name }) => ({ stateMachineArn: arn, name, type: 'STANDARD', creationDate: 0 })),
        };
      default:
        throw new ServiceError('UnknownOperationException', `states:${operation} is not served here`);
    }
  };
}

function demandToken(
  states: Runner,
  operation: string,
  token: string,
  guard: Guard,
  caller: Parameters<ServiceCall>[2],
): void {
  const frame = states.store.frameByToken(token);
  const execution = frame && states.store.execution(frame.execution);
  const machine = execution && states.machines().find((one) => one.name === execution.machine);
  // Nothing is kept of a task that is over: its token may have been any machine's.
  const machines = machine ? [machine.arn] : states.machines().map(({ arn }) => arn);
  guard.demandOne(
    caller,
    machines.map((resource) => ({ action: `states:${operation}`, resource })),
  );
}

function executionOf(states: Runner, arn: string): ExecutionRow {
  const execution = states.store.executionByArn(arn);
  if (!execution) throw new ServiceError('ExecutionDoesNotExist', `Execution Does Not Exist: '${arn}'`);
  return execution;
}

function describe(states: Runner, execution: ExecutionRow): JsonObject {
  const machine = states.machines().find((one) => one.name === execution.machine);
  return {
    executionArn: execution.arn,
    stateMachineArn: machine?.arn ?? '',
    name: execution.name,
    status: execution.status,
    startDate: execution.started / 1000,
    input: execution.input,
    inputDetails: { included: true },
    redriveCount: 0,
    ...(execution.stopped === null ? {} : { stopDate: execution.stopped / 1000 }),
    ...(execution.output === null ? {} : { output: execution.output, outputDetails: { included: true } }),
    ...(execution.error === null ? {} : { error: execution.error }),
    ...(execution.cause === null ? {} : { cause: execution.cause }),
  };
}

function listExecutions(states: Runner, machine: string, arn: string, input: JsonObject): JsonObject {
  const limit = Math.min(asNumber(input.maxResults) || 100, 1000);
  const before = asString(input.nextToken);
  const [started, id] = before
    ? (parseJson(before) as [number, number])
    : [Number.MAX_VALUE, Number.MAX_SAFE_INTEGER];
  const rows = states.store.listExecutions(machine, asString(input.statusFilter), started, id, limit);
  const last = rows.at(-1);
  return {
    executions: rows.map((row) => ({
      executionArn: row.arn,
      stateMachineArn: arn,
      name: row.name,
      status: row.status,
      startDate: row.started / 1000,
      ...(row.stopped === null ? {} : { stopDate: row.stopped / 1000 }),
    })),
    ...(last && rows.length === limit ? { nextToken: JSON.stringify([last.started, last.id]) } : {}),
  };
}
