import { GetCommand, PutCommand, QueryCommand } from '@aws-sdk/lib-dynamodb';
import { beforeEach, describe, expect, test } from 'vitest';
import { anchorTrail } from '../../../functions/trail/anchor-trail/anchor-trail.ts';
import { exportedTrail } from '../../../functions/trail/exported-trail.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { AnchorProof } from '../../../packages/domain/trail/anchor.ts';
import { type Entry, emptyHead, link } from '../../../packages/domain/trail/chain.ts';
import { dayBefore, dayInChina } from '../../../packages/domain/trail/days.ts';
import { type TrailVerdict, verifyTrail } from '../../../packages/domain/trail/verify-trail.ts';
import { keys } from '../../../packages/table/keys.ts';
import { packEntries, trailStore } from '../../../packages/table/stores/trail-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { aFact } from '../../domain/trail/histories.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

let table: Table;
beforeEach(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

const stations = Array.from({ length: 12 }, (_, i) => `stn_ANC-${i}`);
const night = (date: string) => `${date}T18:00:00Z`;
let event = 0;

/** Something happens in a chain on a day. */
async function happens(chain: string, date: string): Promise<void> {
  const store = trailStore(table);
  await store.noteDay(date, chain);
  const head = (await store.lastEntry(chain)) ?? emptyHead;
  await store.append(link(chain, head, [aFact({ event: `e${++event}` })]), `${date}T08:00:00Z`);
}
const anchor = (scheduledAt: string, on: Table = table) =>
  anchorTrail({ trail: trailStore(on), clock: { now: () => Date.parse(scheduledAt) } })({ scheduledAt });

/** The trail of a chain as somebody outside has it, and what he finds. */
async function verdict(chain: string, asked: { anchor?: string } = {}, kept?: string): Promise<TrailVerdict> {
  const { items } = await exportedTrail(trailStore(table), chain, asked);
  const lines = items.map((item, i) =>
    'anchor' in item ? { line: i + 2, proof: item as AnchorProof } : { line: i + 2, entry: item as Entry },
  );
  return verifyTrail(chain, lines, kept);
}

/** The table with its calls counted, and the n-th put failing. */
function watched(failing = Number.POSITIVE_INFINITY) {
  const calls = { queries: 0, puts: 0 };
  const send = async (command: never) => {
    if ((command as object) instanceof QueryCommand) calls.queries += 1;
    if ((command as object) instanceof PutCommand && ++calls.puts >= failing)
      throw new Error('the function dies');
    return table.client.send(command);
  };
  return { calls, table: { name: table.name, client: { send } as unknown as Table['client'] } };
}

describe('A day', () => {
  test('is that of China, and its anchor is made in the night after it', () => {
    expect(dayInChina(Date.parse('2026-11-24T15:59:59Z'))).toBe('2026-11-24');
    expect(dayInChina(Date.parse('2026-11-24T16:00:00Z'))).toBe('2026-11-25');
    expect(dayBefore('2026-03-01')).toBe('2026-02-28');
    expect(dayBefore('2027-01-01')).toBe('2026-12-31');
  });
});

describe.runIf(hasEmulator)('The anchor of a day', () => {
  test('binds every chain that has an entry', async () => {
    for (const station of [...stations, 'network']) await happens(station, '2026-11-24');
    const { date, root } = await anchor(night('2026-11-24'));
    expect(date).toBe('2026-11-24');
    for (const station of [...stations, 'network'])
      expect(await verdict(station, {}, root)).toMatchObject({ fault: null, entries: 1, anchors: [date] });
  });

  test('binds a chain in which nothing happened since, by where it stood', async () => {
    const [quiet = '', busy = ''] = stations;
    await happens(quiet, '2026-11-24');
    await anchor(night('2026-11-24'));
    await happens(busy, '2026-11-25');
    const { root } = await anchor(night('2026-11-25'));
    expect(await verdict(quiet, {}, root)).toMatchObject({ fault: null, anchors: ['2026-11-25'] });
    expect(await verdict(busy, {}, root)).toMatchObject({ fault: null, anchors: ['2026-11-25'] });
  });

  test('is chained to the one before it', async () => {
    const [station = ''] = stations;
    await happens(station, '2026-11-24');
    const first = await anchor(night('2026-11-24'));
    const second = await anchor(night('2026-11-25'));
    expect(second.root).not.toBe(first.root);
    expect((await trailStore(table).anchor('2026-11-25'))?.previous).toBe(first.root);
  });

  test('of some time ago is exported when it is asked for, though the trail has grown', async () => {
    const [station = ''] = stations;
    await happens(station, '2026-11-24');
    const first = await anchor(night('2026-11-24'));
    await happens(station, '2026-11-25');
    await anchor(night('2026-11-25'));
    expect(await verdict(station, {}, first.root)).toMatchObject({ fault: { fault: 'anchor-unknown' } });
    expect(await verdict(station, { anchor: '2026-11-24' }, first.root)).toMatchObject({
      fault: null,
      entries: 2,
      anchors: ['2026-11-25', '2026-11-24'],
    });
  });

  test('shows a trail that was rewritten in the table afterwards, from beginning to end', async () => {
    const [station = ''] = stations;
    await happens(station, '2026-11-24');
    const { root } = await anchor(night('2026-11-24'));
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.trailBatch(station, 1) }),
    );
    const forged = link(station, emptyHead, [aFact({ event: 'e-forged', by: 'per_nobody' })]);
    await table.client.send(
      new PutCommand({
        TableName: table.name,
        Item: { ...Item, entries: packEntries(forged) },
      }),
    );
    expect(await verdict(station, {}, root)).toMatchObject({ fault: { fault: 'anchor-unmet', n: 1 } });
  });

  test('is made once, however often it is asked for, also by two at once', async () => {
    await happens('stn_ANC-1', '2026-11-24');
    const roots = await Promise.all([anchor(night('2026-11-24')), anchor(night('2026-11-24'))]);
    await happens('stn_ANC-1', '2026-11-24');
    roots.push(await anchor(night('2026-11-24')));
    expect(new Set(roots.map(({ root }) => root)).size).toBe(1);
  });

  test('that was missed is made up for by the next one', async () => {
    const [one = '', two = ''] = stations;
    await happens(one, '2026-11-20');
    await anchor(night('2026-11-20'));
    await happens(two, '2026-11-22');
    await happens(one, '2026-11-24');
    const { root } = await anchor(night('2026-11-24'));
    for (const station of [one, two]) expect((await verdict(station, {}, root)).fault).toBeNull();
  });

  test('goes on where a call died, at whatever write', async () => {
    for (const station of stations) await happens(station, '2026-11-24');
    for (let failing = 1; ; failing += 3) {
      const { table: dying, calls } = watched(failing);
      const outcome = await anchor(night('2026-11-24'), dying).catch(() => null);
      if (outcome === null) continue;
      // What was written before is found, and not written again.
      expect(calls.puts).toBeLessThanOrEqual(failing);
      for (const station of stations) expect((await verdict(station, {}, outcome.root)).fault).toBeNull();
      break;
    }
  });

  test('costs a look at each shard and one write when nothing happened', async () => {
    for (const station of stations) await happens(station, '2026-11-23');
    await anchor(night('2026-11-23'));
    const { table: counted, calls } = watched();
    await anchor(night('2026-11-24'), counted);
    expect(calls).toEqual({ queries: 1 + 64, puts: 1 });
  });

  test('keeps a list of heads small enough for a shard of a network of 100,000 stations', async () => {
    const heads = Array.from({ length: 1600 }, (_, i): [string, { n: number; hash: string }] => [
      `stn_SD-JN-${String(i).padStart(5, '0')}`,
      { n: 1000 + i, hash: 'ab'.repeat(32) },
    ]);
    await trailStore(table).saveHeads(3, '2026-11-24', heads);
    const { Item } = await table.client.send(
      new GetCommand({ TableName: table.name, Key: keys.anchorShard(3, '2026-11-24') }),
    );
    expect(Buffer.byteLength(Item?.heads) + Item?.root.length + 100).toBeLessThan(100_000);
    expect((await trailStore(table).headsOfShard(3, '2026-11-24'))?.heads).toEqual(heads);
    expect(shardOf('stn_SD-JN-00001')).toBeLessThan(64);
  });
});
