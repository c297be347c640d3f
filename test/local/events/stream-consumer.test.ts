import { describe, expect, test } from 'vitest';
import { createClock } from '../../../packages/local/clock.ts';
import { compilePattern } from '../../../packages/local/events/pattern.ts';
import {
  STREAMS_SCHEMA,
  type StreamConsumer,
  type StreamReader,
  startStreamConsumer,
} from '../../../packages/local/events/stream-consumer.ts';
import type { StreamMapping } from '../../../packages/local/events/stream-mappings.ts';
import { type Journal, openJournal } from '../../../packages/local/journal.ts';
import { asList, asObject, type JsonObject } from '../../../packages/local/json.ts';

function aMapping(more: Partial<StreamMapping> = {}): StreamMapping {
  return {
    id: 'mapping',
    streamArn: 'arn:stream',
    functionName: 'f',
    functionArn: 'arn:f',
    region: 'us-east-1',
    batchSize: 10,
    windowMs: 0,
    bisects: false,
    reportsFailures: false,
    maxRetries: 2,
    maxAgeSeconds: -1,
    startsAtLatest: false,
    filters: [],
    ...more,
  };
}

/** A stream in memory: records 1, 2, 3 … with a name each. */
function aStream(names: string[]): StreamReader & { names: string[] } {
  return {
    names,
    async iterator(after) {
      return after === 'latest' ? String(names.length) : (after ?? '0');
    },
    async read(iterator) {
      const from = Number(iterator);
      const records = names.slice(from, from + 1000).map(
        (name, index): JsonObject => ({
          eventName: 'INSERT',
          dynamodb: { SequenceNumber: String(from + index + 1), Keys: { name } },
        }),
      );
      return { records, next: String(from + records.length) };
    },
  };
}

const namesIn = (payload: string) =>
  asList(asObject(JSON.parse(payload)).Records).map((record) =>
    String(asObject(asObject(asObject(record).dynamodb).Keys).name),
  );

function aConsumer(
  mapping: StreamMapping,
  reader: StreamReader,
  fails: (names: string[]) => boolean | JsonObject,
  journal?: Journal,
  clock = createClock(),
) {
  const batches: string[][] = [];
  const done: string[] = [];
  const letters: JsonObject[] = [];
  const consumer = startStreamConsumer(mapping, {
    reader,
    journal: journal ?? openJournal(':memory:', STREAMS_SCHEMA),
    clock,
    log: () => undefined,
    giveUp: (_, body) => letters.push(body),
    async invoke(_, payload) {
      const names = namesIn(payload);
      batches.push(names);
      const verdict = fails(names);
      if (verdict === true) return { payload: '{"errorType":"Bad"}', failed: 'Unhandled' };
      if (verdict === false) done.push(...names);
      return { payload: JSON.stringify(verdict === false ? null : verdict) };
    },
  });
  return { consumer, batches, done, letters };
}

async function idle(consumer: StreamConsumer): Promise<void> {
  while (consumer.busy()) await new Promise((resolve) => setTimeout(resolve, 5));
}

describe('a stream consumer', () => {
  test('hands over in order, in batches, what its filters let through', async () => {
    const filters = [compilePattern({ dynamodb: { Keys: { name: [{ 'anything-but': 'skip' }] } } })];
    const { consumer, batches } = aConsumer(
      aMapping({ batchSize: 2, filters }),
      aStream(['a', 'skip', 'b', 'c']),
      () => false,
    );
    await idle(consumer);
    expect(batches).toEqual([['a', 'b'], ['c']]);
    await consumer.stop();
  });

  test('goes on where it stopped, with what came meanwhile', async () => {
    const journal = openJournal(':memory:', STREAMS_SCHEMA);
    const stream = aStream(['a', 'b']);
    const first = aConsumer(aMapping(), stream, () => false, journal);
    await idle(first.consumer);
    await first.consumer.stop();
    stream.names.push('c');
    const second = aConsumer(aMapping(), stream, () => false, journal);
    await idle(second.consumer);
    expect(second.batches).toEqual([['c']]);
    await second.consumer.stop();
  });

  test('gathers until its window is over by the clock, and goes on reading meanwhile', async () => {
    const clock = createClock();
    const stream = aStream(['a', 'b']);
    const { consumer, batches } = aConsumer(
      aMapping({ windowMs: 300_000 }),
      stream,
      () => false,
      undefined,
      clock,
    );
    await idle(consumer);
    stream.names.push('c');
    consumer.poke();
    await idle(consumer);
    expect([batches, consumer.gathers()]).toEqual([[], true]);
    clock.advance(300_000);
    await idle(consumer);
    expect([batches, consumer.gathers()]).toEqual([[['a', 'b', 'c']], false]);
    await consumer.stop();
  });

  test('hands over a full batch before its window is over; the rest waits for another window', async () => {
    const { consumer, batches } = aConsumer(
      aMapping({ windowMs: 300_000, batchSize: 2 }),
      aStream(['a', 'b', 'c']),
      () => false,
    );
    await idle(consumer);
    expect([batches, consumer.gathers()]).toEqual([[['a', 'b']], true]);
    consumer.closeWindow();
    await idle(consumer);
    expect([batches, consumer.gathers()]).toEqual([[['a', 'b'], ['c']], false]);
    await consumer.stop();
  });

  test('that is stopped while it gathers hands over the same when it is started again', async () => {
    const journal = openJournal(':memory:', STREAMS_SCHEMA);
    const stream = aStream(['a', 'b']);
    const first = aConsumer(aMapping({ windowMs: 300_000 }), stream, () => false, journal);
    await idle(first.consumer);
    await first.consumer.stop();
    const second = aConsumer(aMapping({ windowMs: 300_000 }), stream, () => false, journal);
    await idle(second.consumer);
    second.consumer.closeWindow();
    await idle(second.consumer);
    expect([first.batches, second.batches]).toEqual([[], [['a', 'b']]]);
    await second.consumer.stop();
  });

  test('a poison record is isolated by bisecting, given up after its retries, and the others proceed', async () => {
    const { consumer, done, letters, batches } = aConsumer(
      aMapping({ bisects: true }),
      aStream(['a', 'b', 'poison', 'c']),
      (names) => names.includes('poison'),
    );
    await idle(consumer);
    expect(done).toEqual(['a', 'b', 'c']);
    expect(letters).toHaveLength(1);
    expect(letters[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '3',
      endSequenceNumber: '3',
      batchSize: 1,
    });
    expect(batches.filter((batch) => batch.length === 1 && batch[0] === 'poison')).toHaveLength(3);
    await consumer.stop();
  });

  test('without bisecting the whole batch is given up', async () => {
    const { consumer, done, letters } = aConsumer(
      aMapping({ batchSize: 2, maxRetries: 0 }),
      aStream(['a', 'poison', 'b']),
      (names) => names.includes('poison'),
    );
    await idle(consumer);
    expect(done).toEqual(['b']);
    expect(letters[0]?.DDBStreamBatchInfo).toMatchObject({
      startSequenceNumber: '1',
      endSequenceNumber: '2',
    });
    await consumer.stop();
  });

  test('reported item failures keep what came before them and repeat the rest', async () => {
    let broken = true;
    const { consumer, batches } = aConsumer(
      aMapping({ reportsFailures: true }),
      aStream(['a', 'b', 'c']),
      (names) => {
        if (!broken || !names.includes('b')) return false;
        broken = false;
        return { batchItemFailures: [{ itemIdentifier: '2' }] };
      },
    );
    await idle(consumer);
    expect(batches).toEqual([
      ['a', 'b', 'c'],
      ['b', 'c'],
    ]);
    await consumer.stop();
  });

  test('starting at the latest record leaves older ones alone', async () => {
    const stream = aStream(['old']);
    const { consumer, batches } = aConsumer(aMapping({ startsAtLatest: true }), stream, () => false);
    await idle(consumer);
    stream.names.push('new');
    consumer.poke();
    await idle(consumer);
    expect(batches).toEqual([['new']]);
    await consumer.stop();
  });
});
