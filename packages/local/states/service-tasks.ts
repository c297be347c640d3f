import type { Caller, Guard } from '../access/guard.ts';
import { busName } from '../assembly/physical-names.ts';
import type { Bus } from '../events/bus.ts';
import type { Deliveries } from '../events/deliveries.ts';
import type { Queues } from '../events/queues.ts';
import { invocation } from '../events/targets.ts';
import { asError, type FaultInjector, type RawServiceCall } from '../gateway/gateway.ts';
import { ServiceError } from '../gateway/service-error.ts';
import type { Journal } from '../journal.ts';
import { asList, asObject, asString, isObject, type Json, type JsonObject, parseJson } from '../json.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { FunctionSpec } from '../lambda/function-specs.ts';
import type { TaskCall, TaskCaller } from './core.ts';
import type { Runner } from './runner.ts';
import { StateError } from './state-error.ts';

/** What Task states can call. */
export interface TaskServices {
  guard: Guard;
  journal: Journal;
  pool: FunctionPool;
  functions: ReadonlyMap<string, FunctionSpec>;
  dynamodb: RawServiceCall;
  bus: Bus;
  queues: Queues;
  runner: () => Runner;
  deliveries: () => Deliveries;
  onMessage: (caseKey: string) => void;
  /** Lets tests and simulations break calls, as the gateway does for the calls of functions. */
  fault?: FaultInjector;
}

const DYNAMODB_ERRORS = new Set([
  'ConditionalCheckFailedException',
  'ItemCollectionSizeLimitExceededException',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ResourceNotFoundException',
  'TransactionCanceledException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'IdempotentParameterMismatchException',
  'InternalServerErrorException',
  'ThrottlingException',
]);

/** The service integrations that are executed here; each call has only the state machine's own rights. */
export function createTaskCaller(services: TaskServices): TaskCaller {
  return async (call) => {
    const resource = call.resource.replace(/\.(waitForTaskToken|sync(:2)?)$/, '');
    const [, , service, , , ...rest] = resource.split(':');
    const caller: Caller = {
      name: call.machine.name,
      caseKey: () => call.execution.case_key,
      role: call.machine.role ?? { name: 'none', arn: call.machine.arn, statements: [] },
    };
    if (service === 'lambda') {
      return invokeFunction(services, caller, resource, JSON.stringify(call.parameters), call);
    }
    const parameters = asObject(call.parameters);
    const name = rest.join(':');
    switch (name) {
      case 'lambda:invoke':
        return lambdaInvoke(services, caller, parameters, call);
      case 'events:putEvents':
        return putEvents(services, caller, parameters, call);
      case 'sqs:sendMessage':
        return sendMessage(services, caller, parameters, call);
      case 'states:startExecution':
      case 'aws-sdk:sfn:startExecution':
        return startExecution(services, caller, parameters, call);
      default: {
        const found = /^(aws-sdk:)?dynamodb:(\w+)$/.exec(name);
        if (found?.[2]) return dynamodb(services, caller, found[2], parameters, found[1] !== undefined);
        throw new StateError('States.Runtime', `${call.resource} is not executed here`);
      }
    }
  };
}

async function invokeFunction(
  services: TaskServices,
  caller: Caller,
  functionName: string,
  payload: string,
  call: TaskCall,
): Promise<Json> {
  const spec = specOf(services, functionName);
  guarded(
    () => services.guard.demand(caller, [{ action: 'lambda:InvokeFunction', resource: spec.arn }]),
    'Lambda',
  );
  try {
    const result = await breakable(services, caller, 'Lambda', 'Invoke', () =>
      services.pool.invoke(spec.name, payload, { caseKey: call.execution.case_key }),
    );
    if (!result.failed) return parseJson(result.payload);
    const error = asString(asObject(parseJson(result.payload)).errorType) ?? 'Lambda.Unknown';
    throw new StateError(error, result.payload);
  } catch (error) {
    if (!(error instanceof ServiceError)) throw error;
    // What happens to a function itself has a name of its own, e.g. `Sandbox.Timedout`.
    throw new StateError(error.code.includes('.') ? error.code : `Lambda.${error.code}`, error.message);
  }
}

function specOf(services: TaskServices, functionName: string): FunctionSpec {
  const tail = functionName.includes(':function:')
    ? (functionName.split(':function:')[1] ?? '')
    : functionName;
  const spec = services.functions.get(tail.split(':')[0] ?? '');
  if (!spec) throw new StateError('Lambda.ResourceNotFoundException', `Function not found: ${functionName}`);
  return spec;
}

async function lambdaInvoke(
  services: TaskServices,
  caller: Caller,
  parameters: JsonObject,
  call: TaskCall,
): Promise<Json> {
  const functionName = asString(parameters.FunctionName) ?? '';
  const payload = JSON.stringify(parameters.Payload ?? {});
  if (parameters.InvocationType === 'Event') {
    const spec = specOf(services, functionName);
    guarded(
      () => services.guard.demand(caller, [{ action: 'lambda:InvokeFunction', resource: spec.arn }]),
      'Lambda',
    );
    services.deliveries().add([invocation(spec, payload, call.execution.arn, call.execution.case_key)]);
    await services.journal.durable();
    return { StatusCode: 202, Payload: {} };
  }
  const output = await invokeFunction(services, caller, functionName, payload, call);
  return { ExecutedVersion: '$LATEST', Payload: output, StatusCode: 200 };
}

async function putEvents(
  services: TaskServices,
  caller: Caller,
  parameters: JsonObject,
  call: TaskCall,
): Promise<Json> {
  const entries = asList(parameters.Entries).map((value) => {
    const entry = asObject(value);
    return {
      ...entry,
      Detail: typeof entry.Detail === 'string' ? entry.Detail : JSON.stringify(entry.Detail ?? {}),
    };
  });
  const needs = entries.map((entry: JsonObject) => ({
    action: 'events:PutEvents',
    resource: services.bus.arnOf(busName(asString(entry.EventBusName))),
    context: {
      'events:source': [String(entry.Source ?? '')],
      'events:detail-type': [String(entry.DetailType ?? '')],
    },
  }));
  guarded(() => services.guard.demand(caller, needs), 'EventBridge');
  const answer = await breakable(services, caller, 'AWSEvents', 'PutEvents', async () => {
    const taken = services.bus.put(entries, call.execution.case_key);
    await services.journal.durable();
    return taken;
  }).catch(translated('EventBridge'));
  // The optimised integration fails the state when an entry is refused.
  if (Number(answer.FailedEntryCount) > 0)
    throw new StateError('EventBridge.FailedEntry', JSON.stringify(answer));
  return answer;
}

async function sendMessage(
  services: TaskServices,
  caller: Caller,
  parameters: JsonObject,
  call: TaskCall,
): Promise<Json> {
  const { queues, guard, journal } = services;
  try {
    const queue = queues.byUrl(asString(parameters.QueueUrl) ?? '');
    guard.demand(caller, [{ action: 'sqs:SendMessage', resource: queues.arnOf(queue) }]);
    const body = parameters.MessageBody;
    const id = queues.send(queue, typeof body === 'string' ? body : JSON.stringify(body ?? null));
    services.onMessage(call.execution.case_key);
    await journal.durable();
    return { MessageId: id };
  } catch (error) {
    if (error instanceof ServiceError) throw new StateError(`SQS.${error.code}`, error.message);
    throw error;
  }
}

async function startExecution(
  services: TaskServices,
  caller: Caller,
  parameters: JsonObject,
  call: TaskCall,
): Promise<Json> {
  const runner = services.runner();
  const arn = asString(parameters.StateMachineArn) ?? '';
  const machine = runner.machineByArn(arn);
  if (!machine) throw new StateError('StepFunctions.StateMachineDoesNotExistException', `there is no ${arn}`);
  try {
    services.guard.demand(caller, [{ action: 'states:StartExecution', resource: arn }]);
    const input = parameters.Input;
    const isSync = /\.sync(:2)?$/.test(call.resource);
    const started = runner.start({
      machine: machine.name,
      name: asString(parameters.Name),
      input: typeof input === 'string' ? input : JSON.stringify(input ?? {}),
      caseKey: call.execution.case_key,
      ...(isSync ? { parent: call.frame } : {}),
    });
    return { ExecutionArn: started.arn, StartDate: Math.floor(started.started) };
  } catch (error) {
    if (error instanceof ServiceError)
      throw new StateError(`StepFunctions.${error.code}Exception`, error.message);
    throw error;
  }
}

async function dynamodb(
  services: TaskServices,
  caller: Caller,
  action: string,
  parameters: JsonObject,
  isSdk: boolean,
): Promise<Json> {
  const operation = action.charAt(0).toUpperCase() + action.slice(1);
  const prefix = isSdk ? 'DynamoDb' : 'DynamoDB';
  const failed = (code: string, message: string) => {
    // Through the SDK, errors without a class of their own arrive as the service's general exception.
    const known = !isSdk || DYNAMODB_ERRORS.has(code);
    return new StateError(`${prefix}.${known ? code : 'DynamoDbException'}`, message);
  };
  try {
    const answer = await breakable(services, caller, 'DynamoDB', operation, () =>
      services.dynamodb(operation, JSON.stringify(numbersAsText(parameters)), caller),
    );
    const body = asObject(parseJson(answer.body));
    if (answer.status === 200) return body;
    const code = String(body.__type ?? 'InternalServerErrorException').replace(/^.*#/, '');
    throw failed(code, String(body.message ?? body.Message ?? ''));
  } catch (error) {
    if (error instanceof ServiceError) throw failed(error.code, error.message);
    throw error;
  }
}

/** `{"N": 5}` is accepted by Step Functions; DynamoDB itself wants `{"N": "5"}`. */
function numbersAsText(value: Json): Json {
  if (Array.isArray(value)) return value.map(numbersAsText);
  if (!isObject(value)) return value;
  const entries = Object.entries(value);
  return Object.fromEntries(
    entries.map(([key, part]) => [
      key,
      key === 'N' && typeof part === 'number' ? String(part) : numbersAsText(part),
    ]),
  );
}

function guarded(check: () => void, service: string): void {
  try {
    check();
  } catch (error) {
    translated(service)(error);
  }
}

/** Gives a service's error the name that Retry and Catch see. */
function translated(service: string): (error: unknown) => never {
  return (error) => {
    if (error instanceof ServiceError) throw new StateError(`${service}.${error.code}`, error.message);
    throw error;
  };
}

/** Makes a call, unless it is to go wrong: before it is made, or after, so that only its answer is lost. */
async function breakable<Answer>(
  services: TaskServices,
  caller: Caller,
  service: string,
  operation: string,
  call: () => Promise<Answer>,
): Promise<Answer> {
  const fault = services.fault?.({ service, operation, caller: caller.name });
  if (fault?.when === 'before') throw asError(fault);
  const answer = await call();
  if (fault) throw asError(fault);
  return answer;
}
