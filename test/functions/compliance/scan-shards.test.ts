import { beforeAll, describe, expect, test } from 'vitest';
import { scanShards } from '../../../functions/compliance/scan-shards/scan-shards.ts';
import { addDays, startOf } from '../../../packages/domain/calendar.ts';
import { packFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import type { StationFacts } from '../../../packages/domain/compliance/station-facts.ts';
import { sumTotals } from '../../../packages/domain/compliance/totals.ts';
import { scanId } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import type { ScanItem } from '../../../packages/table/compliance-items.ts';
import { complianceStore } from '../../../packages/table/stores/compliance-store.ts';
import { dutyStore } from '../../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { factsOfNetwork, soundFactsOf } from '../../support/facts-of.ts';
import { plainWeeks } from '../../support/paths.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

const today = '2026-11-02';
/** Stations of one shard, so that one call looks at all of them. */
const shard = 7;
const stations = [...factsOfNetwork(600, '2026-11-01', soundFactsOf)]
  .filter(({ stationId }) => shardOf(stationId) === shard)
  .slice(0, 5);

let table: Table;
beforeAll(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  return end;
});

/** A table of which the n-th call is lost before or after it is made. */
function losing(nth: number, when: 'before' | 'after'): Table {
  let calls = 0;
  const send = async (command: unknown) => {
    calls += 1;
    const isIt = calls === nth;
    if (isIt && when === 'before') throw new Error('lost');
    const answer = await table.client.send(command as never);
    if (isIt && when === 'after') throw new Error('lost');
    return answer;
  };
  return { name: table.name, client: { send } as never };
}

let unreadable: string[] = [];
const scanning = (on: Table, rules = rulesOfEdition1) =>
  scanShards({
    compliance: complianceStore(on),
    editions: {
      editionRules: async () => rules,
      editionDuties: async () => null,
    } as unknown as EditionStore,
    duties: dutyStore(table),
    calendar: plainWeeks,
    hash: contentHash,
    unreadable: (_error, stationId) => unreadable.push(stationId),
  });

let scans = 0;
async function open(date: string, shards: number[] = [shard], hour = 2.5): Promise<ScanItem> {
  const at = startOf(date) + hour * 3_600_000;
  const scan: ScanItem = {
    type: 'scan',
    v: 1,
    scanId: scanId(`${date}-${++scans}`),
    scope: {},
    at: new Date(at).toISOString(),
    date,
    edition: '1',
    shards: shards.length,
    pendingShards: new Set(shards),
    stations: 0,
    opened: 0,
    worsened: 0,
    closed: 0,
    open: 0,
    unreadable: 0,
    requestedBy: 'test',
    ttl: 0,
  };
  await complianceStore(table).openScan(scan);
  return scan;
}
async function scan(date: string, on: Table = table): Promise<ScanItem | null> {
  const { scanId: id } = await open(date);
  await scanning(on)({ scanId: id, shards: [shard] });
  return complianceStore(table).scan(id);
}

let reading = 0;
async function keep(facts: StationFacts): Promise<void> {
  const { stationId, regionId } = facts;
  const readAt = new Date(Date.parse('2026-11-01T00:00:00Z') + ++reading).toISOString();
  const item = { type: 'station-facts' as const, v: 1 as const, stationId, regionId, readAt };
  const store = complianceStore(table);
  await store.saveStationFacts(
    { ...item, facts: packFacts(facts) },
    await store.stationFacts(stationId, true),
  );
}
const one = stations[0] as StationFacts;
const without = (position: string): StationFacts => ({
  ...one,
  holders: one.holders.filter((holder) => holder.position !== position),
});
const openOf = async () => (await complianceStore(table).compliance(one.stationId, true))?.open ?? [];
const counts = (found: ScanItem | null) =>
  found && [found.stations, found.opened, found.worsened, found.closed, found.open];

describe.runIf(hasEmulator)('A shard', () => {
  test('is scanned day by day: what is vacant opens, gets worse, is mended, and comes anew', async () => {
    for (const facts of stations) await keep(facts);
    expect(counts(await scan(today))).toEqual([5, 0, 0, 0, 0]);
    await keep(without('GA'));
    expect(counts(await scan(addDays(today, 1)))).toEqual([5, 2, 0, 0, 2]);
    const since = addDays(today, 1);
    expect((await openOf()).map(({ key, since: from, due }) => [key, from, due])).toEqual([
      ['uncovered-seat#GA', since, '2026-11-06'],
      ['vacant-seat#GA', since, addDays(since, 60)],
    ]);
    // A second scan of the day finds the same.
    expect(counts(await scan(since))).toEqual([5, 0, 0, 0, 2]);
    // The day after its last one the uncovered seat is worse.
    expect(counts(await scan('2026-11-07'))).toEqual([5, 0, 1, 0, 2]);
    await keep(one);
    expect(counts(await scan('2026-11-08'))).toEqual([5, 0, 0, 2, 0]);
    await keep(without('GA'));
    await scan('2026-11-09');
    expect((await openOf()).map(({ since: from }) => from)).toEqual(['2026-11-09', '2026-11-09']);
  });

  test('tells how a station and the shard stood on any day', async () => {
    const store = complianceStore(table);
    const vacantOn = async (date: string) => {
      const snapshot = await store.snapshotAsOf(one.stationId, date);
      const { open: found } = JSON.parse(snapshot?.status ?? '{"open":[]}') as { open: { key: string }[] };
      const day = await store.complianceDayAsOf(shard, date);
      const { byRule } = sumTotals(Object.values(day?.regions ?? {}));
      // What the shard sums is what its stations say.
      expect(byRule['vacant-seat'] ?? 0).toBe(found.filter(({ key }) => key.startsWith('vacant')).length);
      return [snapshot?.date, found.length];
    };
    expect(await vacantOn(addDays(today, -1))).toEqual([undefined, 0]);
    expect(await vacantOn(today)).toEqual([today, 0]);
    expect(await vacantOn('2026-11-05')).toEqual(['2026-11-03', 2]);
    expect(await vacantOn('2026-11-08')).toEqual(['2026-11-08', 0]);
    expect(await vacantOn('2027-01-01')).toEqual(['2026-11-09', 2]);
  });

  test('stands as the later of two scans of a day says, whichever writes last', async () => {
    const date = '2026-11-10';
    const [early, late] = [await open(date), await open(date, [shard], 9)];
    let overtaken = false;
    const send = async (command: { input?: { Item?: { pk?: string } } }) => {
      if (!overtaken && command.input?.Item?.pk === `SNAPSHOT#${one.stationId}`) {
        overtaken = true;
        await keep(one);
        await scanning(table)({ scanId: late.scanId, shards: [shard] });
      }
      return table.client.send(command as never);
    };
    await keep(without('WSM'));
    const slow: Table = { name: table.name, client: { send } as never };
    await scanning(slow)({ scanId: early.scanId, shards: [shard] });
    const store = complianceStore(table);
    const kept = JSON.parse((await store.snapshotAsOf(one.stationId, date))?.status ?? '') as object;
    expect([overtaken, kept, await openOf()]).toEqual([true, expect.objectContaining({ open: [] }), []]);
    await keep(without('GA'));
    await scan('2026-11-11');
  });

  test('is the same whatever order the table gives the rules in', async () => {
    const turned = {
      ...rulesOfEdition1,
      staffing: {
        ...rulesOfEdition1.staffing,
        table: Object.fromEntries(Object.entries(rulesOfEdition1.staffing.table).reverse()),
      },
    };
    const { scanId: id } = await open('2026-11-11');
    await scanning(table, turned)({ scanId: id, shards: [shard] });
    const kept = await Promise.all(
      stations.map(({ stationId }) => complianceStore(table).compliance(stationId, true)),
    );
    expect(kept.map((item) => item?.scanId)).not.toContain(id);
  });

  test('that is damaged in one station is scanned in all others', async () => {
    unreadable = [];
    const store = complianceStore(table);
    const damaged = stations[1] as StationFacts;
    const readAt = '2026-11-02T00:00:00.000Z';
    const item = { type: 'station-facts' as const, v: 1 as const, ...damaged, readAt };
    await store.saveStationFacts(
      { ...item, facts: '{"s":' },
      await store.stationFacts(damaged.stationId, true),
    );
    const found = await scan('2026-11-10');
    expect([found?.stations, found?.unreadable, unreadable]).toEqual([4, 1, [damaged.stationId]]);
    await keep(damaged);
    expect(counts(await scan('2026-11-11'))?.[0]).toBe(5);
  });

  test('is not set back by a scan that was meant for an earlier instant', async () => {
    await keep(one);
    await scan('2026-11-20');
    expect(await openOf()).toEqual([]);
    await keep(without('GA'));
    await scan('2026-11-12');
    expect(await openOf()).toEqual([]);
    await scan('2026-11-21');
    expect(await openOf()).toHaveLength(2);
  });

  test('is the same, and counted once, wherever a scan was broken off', async () => {
    let day = '2026-12-01';
    for (const when of ['before', 'after'] as const)
      for (let nth = 1, broke = true; broke; nth++, day = addDays(day, 2)) {
        await keep(one);
        await scan(day);
        await keep(without('GA'));
        const next = addDays(day, 1);
        const { scanId: id } = await open(next);
        broke = await scanning(losing(nth, when))({ scanId: id, shards: [shard] }).then(
          () => false,
          () => true,
        );
        await scanning(table)({ scanId: id, shards: [shard] });
        await scanning(table)({ scanId: id, shards: [shard] });
        const found = await complianceStore(table).scan(id);
        expect([when, nth, ...(counts(found) ?? [])]).toEqual([when, nth, 5, 2, 0, 0, 2]);
        expect(found?.pendingShards).toBeUndefined();
        expect((await openOf()).map(({ since }) => since)).toEqual([next, next]);
        if (!broke) expect(nth).toBeGreaterThan(7);
      }
  });
});
