import type { Caller, Guard } from '../access/guard.ts';
import type { Counters } from '../counters.ts';
import { asObject, asString, parseJson } from '../json.ts';
import type { FunctionSpec } from '../lambda/function-specs.ts';
import type { Runner } from '../states/runner.ts';
import type { Bus } from './bus.ts';
import type { Deliveries, Delivery, TargetCall } from './deliveries.ts';
import type { Queues } from './queues.ts';

/** What targets can be. */
export interface TargetSurroundings {
  guard: Guard;
  counters: Counters;
  queues: Queues;
  bus: Bus;
  runner: Runner;
  deliveries: () => Deliveries;
  functions: ReadonlyMap<string, FunctionSpec>;
}

/**
 * Hands a delivery of a rule, schedule or destination to its target, with the rights the template gives: the
 * function's permission and the queue's policy for rules, the target's role for everything else.
 */
export function createTargetCall(surroundings: TargetSurroundings): TargetCall {
  const { guard, counters, queues, bus, runner, deliveries, functions } = surroundings;

  function caller(delivery: Delivery): Caller {
    const role = guard.role(delivery.roleArn) ?? { name: 'none', arn: delivery.source, statements: [] };
    return { name: delivery.source, role, caseKey: () => delivery.caseKey };
  }

  function startExecution(delivery: Delivery, arn: string, input: string, name?: string): void {
    guard.demand(caller(delivery), [{ action: 'states:StartExecution', resource: arn }]);
    const machine = runner.machineByArn(arn);
    if (!machine) throw new Error(`there is no state machine ${arn}`);
    runner.start({ machine: machine.name, input, name, caseKey: delivery.caseKey });
  }

  function invoke(delivery: Delivery, arn: string, payload: string): void {
    const name = (arn.split(':function:')[1] ?? '').split(':')[0] ?? '';
    const spec = functions.get(name);
    if (!spec) throw new Error(`there is no function ${arn}`);
    if (delivery.roleArn) {
      guard.demand(caller(delivery), [{ action: 'lambda:InvokeFunction', resource: spec.arn }]);
    } else if (!guard.mayInvoke(spec.arn, delivery.principal, delivery.source)) {
      const message = `${delivery.source} has no permission to invoke ${spec.arn}`;
      guard.refuse(delivery.source, 'lambda:InvokeFunction', spec.arn, message, delivery.caseKey);
      throw new Error(message);
    }
    // Rules and schedules invoke asynchronously: from here on the function's own retries and destinations count.
    deliveries().add([invocation(spec, payload, delivery.source, delivery.caseKey)]);
  }

  function demandByPolicy(delivery: Delivery, arn: string): void {
    if (guard.maySend(arn, delivery.principal, delivery.source)) return;
    const message = `the policy of ${arn} does not let ${delivery.source} send`;
    guard.refuse(delivery.source, 'sqs:SendMessage', arn, message, delivery.caseKey);
    throw new Error(message);
  }

  return async (delivery) => {
    const { arn, payload } = delivery;
    if (arn.includes(':aws-sdk:sfn:startExecution')) {
      const input = asObject(parseJson(payload));
      const machine = asString(input.StateMachineArn) ?? '';
      return startExecution(delivery, machine, asString(input.Input) ?? '{}', asString(input.Name));
    }
    if (arn.includes(':aws-sdk:lambda:invoke')) {
      const input = asObject(parseJson(payload));
      return invoke(delivery, asString(input.FunctionName) ?? '', asString(input.Payload) ?? '{}');
    }
    if (arn.includes(':lambda:')) return invoke(delivery, arn, payload);
    if (arn.includes(':states:')) return startExecution(delivery, arn, payload);
    const queue = queues.byArn(arn);
    if (queue !== undefined) {
      if (delivery.roleArn) guard.demand(caller(delivery), [{ action: 'sqs:SendMessage', resource: arn }]);
      else demandByPolicy(delivery, arn);
      queues.send(queue, payload);
      counters.message(delivery.caseKey);
      return;
    }
    if (arn.includes(':event-bus/')) {
      guard.demand(caller(delivery), [{ action: 'events:PutEvents', resource: arn }]);
      const event = asObject(parseJson(payload));
      const entry = { Source: event.source ?? '', DetailType: event['detail-type'] ?? '', EventBusName: arn };
      bus.put([{ ...entry, Detail: JSON.stringify(event.detail ?? {}) }], delivery.caseKey);
      return;
    }
    throw new Error(`targets like ${arn} are not executed here`);
  };
}

/** An asynchronous invocation with the retries the function asks for. */
export function invocation(spec: FunctionSpec, payload: string, source: string, caseKey?: string): Delivery {
  return {
    kind: 'invocation',
    arn: spec.arn,
    payload,
    source,
    principal: 'lambda.amazonaws.com',
    maxRetries: spec.asyncRetries,
    maxAgeSeconds: spec.asyncMaxAge,
    ...(caseKey === undefined ? {} : { caseKey }),
  };
}
