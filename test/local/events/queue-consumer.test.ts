import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { describe, expect, test } from 'vitest';
import type { Assembly } from '../../../packages/local/assembly/assembly.ts';
import { createClock } from '../../../packages/local/clock.ts';
import { type QueueConsumer, startQueueConsumer } from '../../../packages/local/events/queue-consumer.ts';
import { createQueues, QUEUES_SCHEMA } from '../../../packages/local/events/queues.ts';
import { openJournal } from '../../../packages/local/journal.ts';
import { asList, asObject } from '../../../packages/local/json.ts';
import type { FunctionPool } from '../../../packages/local/lambda/function-pool.ts';
import { temporaryFolder } from '../../infra/synthesis.ts';

const queue = (name: string, properties: object = {}) => ({
  name,
  arn: `arn:aws:sqs:us-east-1:000000000000:${name}`,
  properties,
});
const assembly = {
  all: () => [
    queue('work', {
      VisibilityTimeout: 60,
      RedrivePolicy: { deadLetterTargetArn: queue('dead').arn, maxReceiveCount: 3 },
    }),
    queue('dead'),
  ],
} as unknown as Assembly;

type Verdict = 'worked' | 'failed' | string[];

/** A queue with a consumer whose function says of each batch of bodies what became of it. */
function aQueue(
  verdict: (bodies: string[]) => Verdict,
  folder = temporaryFolder(),
  { batchSize = 10, windowMs = 0 } = {},
) {
  const journal = openJournal(join(folder, 'journal.db'), QUEUES_SCHEMA);
  const clock = createClock();
  const queues = createQueues(assembly, journal, clock);
  const batches: string[][] = [];
  const counts: string[] = [];
  const pool = {
    async invoke(_: string, payload: string) {
      const records = asList(asObject(JSON.parse(payload)).Records).map(asObject);
      const bodies = records.map(({ body }) => String(body));
      batches.push(bodies);
      counts.push(...records.map((record) => String(asObject(record.attributes).ApproximateReceiveCount)));
      const said = verdict(bodies);
      if (said === 'failed') return { payload: '{"errorType":"Bad"}', failed: 'Unhandled' as const };
      const failed = said === 'worked' ? [] : said;
      return {
        payload: JSON.stringify({
          batchItemFailures: records
            .filter(({ body }) => failed.includes(String(body)))
            .map(({ messageId }) => ({ itemIdentifier: messageId })),
        }),
      };
    },
  } as unknown as FunctionPool;
  const mapping = {
    queue: 'work',
    queueArn: queue('work').arn,
    functionName: 'f',
    region: 'us-east-1',
    batchSize,
    windowMs,
    reportsFailures: true,
  };
  const consumer: QueueConsumer = startQueueConsumer(mapping, {
    queues,
    journal,
    clock,
    pool,
    log: () => undefined,
  });
  const rest = async () => {
    do await sleep(5);
    while (consumer.busy());
  };
  return {
    queues,
    batches,
    counts,
    consumer,
    rest,
    async pass(seconds: number) {
      clock.advance(seconds * 1000);
      await rest();
    },
    end() {
      consumer.stop();
      journal.close();
    },
  };
}

describe("a queue's messages", () => {
  test('are handed to the function together, and are gone when it has worked them', async () => {
    const { queues, batches, rest, end } = aQueue(() => 'worked');
    for (const body of ['a', 'b', 'c']) queues.send('work', body);
    await rest();
    expect(batches.flat().sort()).toEqual(['a', 'b', 'c']);
    expect(queues.list('work')).toEqual([]);
    end();
  });

  test('that the function names as failed come again after their time, the others do not', async () => {
    let bad = true;
    const { queues, batches, counts, rest, pass, end } = aQueue(() => (bad ? ['b'] : 'worked'));
    for (const body of ['a', 'b']) queues.send('work', body);
    await rest();
    expect(queues.list('work').map(({ body }) => body)).toEqual(['b']);
    bad = false;
    await pass(59);
    expect(batches.flat()).toHaveLength(2);
    await pass(2);
    expect([batches.at(-1), counts.at(-1)]).toEqual([['b'], '2']);
    expect(queues.list('work')).toEqual([]);
    end();
  });

  test('that are put off come when they were put off to', async () => {
    const { queues, batches, rest, pass, end } = aQueue(() => 'failed');
    queues.send('work', 'a');
    await rest();
    queues.hide('work', queues.list('work')[0]?.receipt ?? '', 3600);
    await pass(3599);
    expect(batches).toHaveLength(1);
    await pass(2);
    expect(batches).toHaveLength(2);
    end();
  });

  test('that are received too often go to the dead letters, and come back as new ones', async () => {
    let bad = true;
    const { queues, batches, counts, rest, pass, end } = aQueue(() => (bad ? 'failed' : 'worked'));
    queues.send('work', 'a');
    await rest();
    for (let i = 0; i < 4; i++) await pass(61);
    expect(batches).toHaveLength(3);
    const [letter] = queues.list('dead');
    expect(letter).toMatchObject({ body: 'a', received: 3, origin: { kind: 'queue', queue: 'work' } });
    bad = false;
    queues.putBack(letter?.id ?? '', 'work');
    await rest();
    expect([batches.length, counts.at(-1)]).toEqual([4, '1']);
    expect([queues.list('work'), queues.list('dead')]).toEqual([[], []]);
    end();
  });

  test('outlive the process', async () => {
    const folder = temporaryFolder();
    const first = aQueue(() => 'failed', folder);
    first.queues.send('work', 'a');
    await first.rest();
    first.end();
    const second = aQueue(() => 'worked', folder);
    await second.pass(61);
    expect(second.batches).toEqual([['a']]);
    second.end();
  });
});

describe('A batching window', () => {
  const gathering = (folder = temporaryFolder()) =>
    aQueue(() => 'worked', folder, { batchSize: 3, windowMs: 5_000 });

  test('gathers until it is over by the clock; the first message opened it', async () => {
    const { queues, batches, consumer, rest, pass, end } = gathering();
    queues.send('work', 'a');
    await rest();
    await pass(3);
    queues.send('work', 'b');
    await pass(1);
    expect([batches, consumer.gathers(), consumer.busy()]).toEqual([[], true, false]);
    await pass(2);
    expect([batches, consumer.gathers()]).toEqual([[['a', 'b']], false]);
    end();
  });

  test('ends early with a full batch; what is left over waits for its own', async () => {
    const { queues, batches, consumer, rest, pass, end } = gathering();
    for (const body of ['a', 'b', 'c', 'd']) queues.send('work', body);
    await rest();
    expect([batches, consumer.gathers()]).toEqual([[['a', 'b', 'c']], true]);
    await pass(6);
    expect(batches).toEqual([['a', 'b', 'c'], ['d']]);
    end();
  });

  test('ends when it is told to, and the next one lasts again', async () => {
    const { queues, batches, consumer, rest, end } = gathering();
    queues.send('work', 'a');
    await rest();
    consumer.closeWindow();
    await rest();
    expect(batches).toEqual([['a']]);
    queues.send('work', 'b');
    await rest();
    expect([batches.length, consumer.gathers()]).toEqual([1, true]);
    end();
  });

  test('outlives the process', async () => {
    const folder = temporaryFolder();
    const first = gathering(folder);
    first.queues.send('work', 'a');
    await first.rest();
    first.end();
    const second = gathering(folder);
    await second.rest();
    expect([second.batches, second.consumer.gathers()]).toEqual([[], true]);
    await second.pass(6);
    expect(second.batches).toEqual([['a']]);
    second.end();
  });
});
