import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGuard } from '../../../packages/local/access/guard.ts';
import type { Assembly } from '../../../packages/local/assembly/assembly.ts';
import { createClock } from '../../../packages/local/clock.ts';
import { createCounters } from '../../../packages/local/counters.ts';
import {
  createDeliveries,
  DELIVERIES_SCHEMA,
  type Delivery,
} from '../../../packages/local/events/deliveries.ts';
import { createQueues, QUEUES_SCHEMA } from '../../../packages/local/events/queues.ts';
import { createTargetCall } from '../../../packages/local/events/targets.ts';
import { openJournal } from '../../../packages/local/journal.ts';
import { temporaryFolder } from '../../infra/synthesis.ts';

const account = '000000000000';
const arnOf = (queue: string) => `arn:aws:sqs:us-east-1:${account}:${queue}`;
const ruleArn = (name: string) => `arn:aws:events:us-east-1:${account}:rule/bus/${name}`;
const event = '{"detail-type":"Happened"}';
const events = { Service: 'events.amazonaws.com' };
const lets = (queue: string, rule: string, more: object = {}) => ({
  Effect: 'Allow',
  Principal: events,
  Action: 'sqs:SendMessage',
  Resource: arnOf(queue),
  Condition: { ArnEquals: { 'aws:SourceArn': ruleArn(rule) } },
  ...more,
});
const onlySecurely = (queue: string) => ({
  Effect: 'Deny',
  Principal: { AWS: '*' },
  Action: 'sqs:*',
  Resource: arnOf(queue),
  Condition: { Bool: { 'aws:SecureTransport': 'false' } },
});

/** Queues `work` and `dead` with these policies, and what a rule hands over. */
function queuesWith(policies: Record<string, object[]>) {
  const declared: Record<string, { name: string; arn: string; logicalId: string; properties: object }[]> = {
    'AWS::SQS::Queue': ['work', 'dead'].map((name) => ({
      name,
      arn: arnOf(name),
      logicalId: name,
      properties: {},
    })),
    'AWS::SQS::QueuePolicy': Object.entries(policies).map(([queue, Statement]) => ({
      name: `${queue}-policy`,
      arn: '',
      logicalId: `${queue}Policy`,
      properties: { Queues: [`http://127.0.0.1:1/${account}/${queue}`], PolicyDocument: { Statement } },
    })),
  };
  const assembly = { account, all: (type: string) => declared[type] ?? [] } as unknown as Assembly;
  const journal = openJournal(join(temporaryFolder(), 'journal.db'), [
    ...QUEUES_SCHEMA,
    ...DELIVERIES_SCHEMA,
  ]);
  const clock = createClock();
  const counters = createCounters();
  const guard = createGuard(assembly, counters, clock.now, () => undefined);
  const queues = createQueues(assembly, journal, clock);
  const nowhere = undefined as never;
  const deliveries = createDeliveries({
    journal,
    clock,
    counters,
    guard,
    queues,
    pool: nowhere,
    functions: new Map(),
    target: createTargetCall({
      guard,
      counters,
      queues,
      bus: nowhere,
      runner: nowhere,
      deliveries: nowhere,
      functions: new Map(),
    }),
    log: () => undefined,
  });
  return {
    bodies: (queue: string) => queues.list(queue).map(({ body }) => body),
    denied: () => guard.denials().map(({ caller, action, resource }) => [caller, action, resource]),
    dropped: () => counters.snapshot().dropped,
    async send(rule: string) {
      const delivery: Delivery = {
        kind: 'target',
        arn: arnOf('work'),
        payload: event,
        source: ruleArn(rule),
        principal: 'events.amazonaws.com',
        maxRetries: 0,
        maxAgeSeconds: 60,
        deadLetter: arnOf('dead'),
      };
      deliveries.add([delivery]);
      do await new Promise((resolve) => setTimeout(resolve, 5));
      while (deliveries.busy() > 0);
    },
    end() {
      deliveries.stop();
      journal.close();
    },
  };
}

describe('An event that a rule sends to a queue', () => {
  test.each([
    ['names the rule', [lets('work', 'mine')]],
    ['also says that nobody sends in the clear', [onlySecurely('work'), lets('work', 'mine')]],
    ['names it among others', [lets('work', 'other'), lets('work', 'mine')]],
  ])('lies there when the policy of the queue %s', async (_, statements) => {
    const queue = queuesWith({ work: statements });
    await queue.send('mine');
    expect([queue.bodies('work'), queue.bodies('dead'), queue.denied()]).toEqual([[event], [], []]);
    queue.end();
  });

  test.each([
    ['there is none', []],
    ['names another rule', [lets('work', 'other')]],
    ['names another service', [lets('work', 'mine', { Principal: { Service: 'sns.amazonaws.com' } })]],
    ['names another queue', [lets('dead', 'mine')]],
    ['grants another action', [lets('work', 'mine', { Action: 'sqs:ReceiveMessage' })]],
    ['forbids it as well', [lets('work', 'mine'), lets('work', 'mine', { Effect: 'Deny' })]],
  ])('is refused and left with the dead letters when of the policy: %s', async (_, statements) => {
    const queue = queuesWith({ work: statements, dead: [lets('dead', 'mine')] });
    await queue.send('mine');
    expect([queue.bodies('work'), queue.bodies('dead')]).toEqual([[], [event]]);
    expect(queue.denied()).toEqual([[ruleArn('mine'), 'sqs:SendMessage', arnOf('work')]]);
    expect(queue.dropped()).toBe(0);
    queue.end();
  });

  test('is lost, and counted as such, when the dead letters do not take it either', async () => {
    const queue = queuesWith({ dead: [lets('dead', 'other')] });
    await queue.send('mine');
    expect([queue.bodies('work'), queue.bodies('dead'), queue.dropped()]).toEqual([[], [], 1]);
    expect(queue.denied().map(([, , resource]) => resource)).toEqual([arnOf('work'), arnOf('dead')]);
    queue.end();
  });
});
