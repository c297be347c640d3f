import { PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { marshall } from '@aws-sdk/util-dynamodb';
import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { enterChanges } from '../../../functions/trail/enter-changes/enter-changes.ts';
import { stationId as idOf } from '../../../packages/domain/ids.ts';
import { type Entry, emptyHead, link } from '../../../packages/domain/trail/chain.ts';
import { verifyTrail } from '../../../packages/domain/trail/verify-trail.ts';
import type { StreamBatch, StreamRecord } from '../../../packages/lambda/stream.ts';
import type { TrailItem } from '../../../packages/table/items.ts';
import { keys } from '../../../packages/table/keys.ts';
import { trailStore } from '../../../packages/table/stores/trail-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { linesOf } from '../../domain/trail/histories.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

let table: Table;
beforeAll(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

let number = 0;
const aStation = () => idOf(`TR-${++number}`);
const clock = { at: Date.parse('2026-11-24T08:00:00Z'), now: () => clock.at };

/** The n-th change of a station's audit, as the stream tells it. */
function change(station: string, n: number, given: object = {}): StreamRecord {
  const image = { type: 'audit', v: 1, auditId: 'aud_0123456789_X', stationId: station };
  return {
    eventID: `${station} ${n}`,
    eventName: 'MODIFY',
    dynamodb: {
      SequenceNumber: `${station} ${n}`,
      OldImage: marshall({ ...image, dueAt: String(n - 1) }),
      NewImage: marshall({
        ...image,
        dueAt: String(n),
        changedBy: `per_${n}`,
        changedAt: '2026-11-24T08:00:00Z',
        ...given,
      }),
    },
  };
}
const history = (station: string, length: number) => Array.from({ length }, (_, i) => change(station, i + 1));
const batch = (...Records: StreamRecord[]): StreamBatch => ({ Records });

/** An instance of the function; what it fails at is kept. */
function instance(on: Table = table) {
  const failures: string[] = [];
  const enter = enterChanges({
    trail: trailStore(on),
    clock,
    failed: (_error, chain) => failures.push(chain),
  });
  /** How many records at the beginning of a batch are done with. */
  const append = async ({ Records }: StreamBatch): Promise<number> => {
    const [failed] = (await enter({ Records })).batchItemFailures;
    if (!failed) return Records.length;
    return Records.findIndex(({ dynamodb }) => dynamodb.SequenceNumber === failed.itemIdentifier);
  };
  return { append, failures };
}

/** The table, with something done instead of every n-th put of a batch of entries. */
function disturbed(when: (put: number) => boolean, what: 'before' | 'after'): Table {
  let puts = 0;
  const send = async (command: never) => {
    if (!((command as object) instanceof PutCommand) || !isBatch(command)) return table.client.send(command);
    if (!when(++puts)) return table.client.send(command);
    if (what === 'after') await table.client.send(command);
    throw Object.assign(new Error('the connection is gone'), { name: 'TimeoutError' });
  };
  return { name: table.name, client: { send } as unknown as Table['client'] };
}
const isBatch = (command: { input: { Item?: { type?: string } } }) => command.input.Item?.type === 'trail';

const whole = async (chain: string): Promise<Entry[]> =>
  (await trailStore(table).entriesAfter(chain, 0)).entries;
const events = (entries: readonly Entry[]) => entries.map(({ event }) => event);

async function expectOnce(station: string, length: number): Promise<Entry[]> {
  const entries = await whole(station);
  expect(verifyTrail(station, linesOf(entries)).fault).toBeNull();
  expect(events(entries).sort()).toEqual(events(history(station, length).map(asEvent) as never).sort());
  return entries;
}
const bytesAsText = (_: string, value: unknown) =>
  value instanceof Uint8Array ? Buffer.from(value).toString('base64') : value;
const asEvent = ({ eventID }: StreamRecord) => ({ event: eventID });

describe.runIf(hasEmulator)('Changes of the table', () => {
  test('are entered into the chain of their station, in their order', async () => {
    const [one, other] = [aStation(), aStation()];
    const { append } = instance();
    expect(await append(batch(change(one, 1), change(other, 1), change(one, 2)))).toBe(3);
    expect((await expectOnce(one, 2)).map(({ n, by }) => [n, by])).toEqual([
      [1, 'per_1'],
      [2, 'per_2'],
    ]);
    await expectOnce(other, 1);
  });

  test.each([1, 2, 3, 10])(
    'are entered once, delivered %i times to the same or to other instances',
    async (times) => {
      const station = aStation();
      const records = history(station, 5);
      const first = instance();
      for (let i = 0; i < times; i++) {
        expect(await first.append(batch(...records))).toBe(5);
        expect(await instance().append(batch(...records.slice(i % 5)))).toBe(5 - (i % 5));
      }
      await expectOnce(station, 5);
    },
  );

  test('are entered once, in whatever pieces, order and repetition they come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(fc.integer({ min: 1, max: 8 }), { minLength: 1, maxLength: 6 }), { maxLength: 6 }),
        async (pieces) => {
          const station = aStation();
          const two = [instance(), instance()];
          const all = [...pieces, [8, 7, 6, 5, 4, 3, 2, 1]];
          for (const [i, piece] of all.entries())
            await two[i % 2]?.append(batch(...piece.map((n) => change(station, n))));
          await expectOnce(station, 8);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('are entered once by writers side by side, however they get in each other’s way', async () => {
    const station = aStation();
    const writers = Array.from({ length: 5 }, () => instance());
    await Promise.all(
      writers.flatMap(({ append }, i) => [
        append(batch(change(station, i + 1), change(station, 6))),
        append(batch(change(station, ((i + 1) % 5) + 1))),
      ]),
    );
    expect(writers.flatMap(({ failures }) => failures)).toEqual([]);
    await expectOnce(station, 6);
  });

  test('are entered once though the connection is lost after the write, and by whoever comes then', async () => {
    const station = aStation();
    const crashing = instance(disturbed((put) => put === 2, 'after'));
    expect(await crashing.append(batch(change(station, 1)))).toBe(1);
    expect(await crashing.append(batch(change(station, 2), change(station, 3)))).toBe(0);
    expect(crashing.failures).toEqual([station]);
    // Others have written before it is delivered again.
    await instance().append(batch(change(station, 4)));
    expect(await crashing.append(batch(change(station, 2), change(station, 3)))).toBe(2);
    await expectOnce(station, 4);
  });

  test('are entered once though the connection is lost before the write', async () => {
    const station = aStation();
    const crashing = instance(disturbed((put) => put === 1, 'before'));
    expect(await crashing.append(batch(change(station, 1)))).toBe(0);
    expect(await crashing.append(batch(change(station, 1)))).toBe(1);
    await expectOnce(station, 1);
  });

  test('of one station that fail hold back the batch from their first record on, and no other chain', async () => {
    const [one, other] = [aStation(), aStation()];
    const refusing: Table = {
      name: table.name,
      client: {
        send: async (command: never) => {
          if (((command as { input: { Item?: { chain?: string } } }).input.Item?.chain ?? '') === other)
            throw new Error('no');
          return table.client.send(command);
        },
      } as unknown as Table['client'],
    };
    const { append } = instance(refusing);
    expect(await append(batch(change(one, 1), change(other, 1), change(one, 2)))).toBe(1);
    await expectOnce(one, 2);
    expect(await whole(other)).toEqual([]);
  });

  test('that cannot be read hold back the batch from there', async () => {
    const station = aStation();
    const broken = {
      ...change(station, 2),
      dynamodb: { SequenceNumber: '2', NewImage: { type: { Z: 'what' } } },
    };
    const { append, failures } = instance();
    expect(await append(batch(change(station, 1), broken, change(station, 3)))).toBe(1);
    expect(failures).toEqual(['unreadable']);
    await expectOnce(station, 1);
  });

  test('are told apart from old ones that are delivered again within a day, behind many others', async () => {
    const station = aStation();
    const many = history(station, 60);
    for (const record of many) await instance().append(batch(record));
    clock.at += 23 * 3_600_000;
    await instance().append(batch(change(station, 1), change(station, 2)));
    await expectOnce(station, 60);
  });

  test('that are many become items of less than 100 KB', async () => {
    const station = aStation();
    const wide = Object.fromEntries(
      ['status', 'edition', 'mode', 'closesAt', 'grade', 'uncapped'].map((field) => [
        field,
        '审'.repeat(130),
      ]),
    );
    const records = Array.from({ length: 100 }, (_, i) => change(station, i + 1, wide));
    expect(await instance().append(batch(...records))).toBe(100);
    const { Items = [] } = await table.client.send(
      new QueryCommand({
        TableName: table.name,
        KeyConditionExpression: 'pk = :pk',
        ExpressionAttributeValues: { ':pk': keys.trail(station).pk },
      }),
    );
    expect(Items.length).toBeGreaterThan(1);
    for (const item of Items as TrailItem[])
      expect(Buffer.byteLength(JSON.stringify(item, bytesAsText))).toBeLessThan(100_000);
    await expectOnce(station, 100);
  });

  test.each([
    [1, 'hashes as bytes', (digits: string) => digits],
    [2, 'entries deflated', (digits: string) => Buffer.from(digits, 'hex')],
  ])('follow on what version %i kept, before there were %s', async (v, _what, kept) => {
    const station = aStation();
    const [first] = link(station, emptyHead, [
      {
        at: '2026-11-24T08:00:00Z',
        by: 'per_1',
        object: { kind: 'audit', id: 'aud_0123456789_X' },
        what: 'changed',
        changes: [{ field: 'dueAt', old: '0', new: '1' }],
        event: `${station} 1`,
      },
    ]);
    if (!first) throw new Error('nothing was linked');
    const { chain, n, previous, hash, ...fact } = first;
    const writtenAt = '2026-11-24T08:00:00Z';
    const old = { type: 'trail', v, chain, first: n, previous: kept(previous), writtenAt };
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...keys.trailBatch(chain, n), ...old, entries: [{ ...fact, hash: kept(hash) }] },
      }),
    );
    expect(await instance().append(batch(change(station, 1), change(station, 2)))).toBe(2);
    await expectOnce(station, 2);
  });
});

describe.runIf(hasEmulator)('Writing', () => {
  test('costs one put a batch, and one more on a chain’s first of the day; reading only when nothing is known', async () => {
    const station = aStation();
    const sent: string[] = [];
    const counting: Table = {
      name: table.name,
      client: {
        send: async (command: never) => {
          sent.push((command as object).constructor.name);
          return table.client.send(command);
        },
      } as unknown as Table['client'],
    };
    const { append } = instance(counting);
    await append(batch(change(station, 1)));
    expect(sent.splice(0)).toEqual(['QueryCommand', 'PutCommand', 'PutCommand']);
    await append(batch(change(station, 2), change(station, 3)));
    expect(sent.splice(0)).toEqual(['PutCommand']);
    await append(batch(change(station, 3)));
    expect(sent.splice(0)).toEqual([]);
  });
});
