import { beforeAll, describe, expect, test } from 'vitest';
import { findStandIns } from '../../../functions/certification/find-stand-ins/find-stand-ins.ts';
import { editionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { Table } from '../../../packages/table/table.ts';
import { type Death, dyingCalls } from '../../support/dying-calls.ts';
import { peoplePorts, publishNext, publishStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
const clock = { now: () => Date.parse('2026-03-20T02:00:00Z') };

let table: Table;
let assessors: string[];
const now = () => peoplePorts(table, clock);

beforeAll(async () => {
  if (!hasEmulator) return;
  const { end, ...own } = await emptyTable();
  table = own;
  await publishStandard(table);
  assessors = (await now().editions.editionRules('1'))?.assessors ?? [];
  await now().network.saveRegion({ regionId: 'reg_SD', name: { zh: '山东', en: 'Shandong' } }, changed);
  return end;
});

/** A station where each of these positions is held by somebody who holds nothing else. */
async function station(code: string, ...positions: string[]): Promise<string> {
  const document = aStation(code, {
    people: positions.map((position) => ({
      ...{ personId: `per_${code}-${position}`, code: `${code}-${position}`, name: '王明' },
      ...{ phone: '13800000000', hiredOn: '2026-01-01' },
    })),
    assignments: positions.map((position) => ({
      ...{ personId: `per_${code}-${position}`, position, since: '2026-01-01', acting: false },
    })),
  });
  await now().network.saveStation(document, code, changed, { assessors, requiredOf: () => 1 });
  return document.stationId;
}

/** Tells of an edition; how often the table was asked, and what came of it. */
async function tell(edition: string, death?: Death, editions: Partial<EditionStore> = {}) {
  const calls = dyingCalls(table, death);
  const ports = peoplePorts(calls.table, clock);
  const find = findStandIns({
    ...ports,
    editions: { ...ports.editions, ...editions },
    drafts: editionDraftStore(calls.table),
  });
  const answer = await find({ detail: { edition } });
  return { ...answer, calls: calls.made() };
}
const gapsOf = async (stationId: string) =>
  Object.keys((await now().network.station(stationId))?.assessorGaps ?? {}).sort();
const listed = async () =>
  (await now().network.stationsWithoutAssessor('reg_SD')).map(({ stationId }) => stationId).sort();

describe.runIf(hasEmulator)('A new edition', () => {
  test('that names the same assessors costs a few reads and changes nothing', async () => {
    const first = await station('ED-1', ...assessors);
    expect(await gapsOf(first)).toEqual([]);
    await publishNext(table, '2', assessors);
    const { changed: count, calls } = await tell('2');
    expect(count).toBe(0);
    expect(calls).toBeLessThan(10);
  });

  test('that names another one finds the stations that lack somebody, and those that do no more', async () => {
    const without = await station('ED-2', ...assessors.filter((code) => code !== 'TD'));
    expect(await gapsOf(without)).toEqual(['TD']);
    const full = await station('ED-3', ...assessors, 'WA');
    const next = [...assessors.filter((code) => code !== 'TD'), 'WA'];
    await publishNext(table, '3', next);
    // Told of while a read still finds the one before, it comes again.
    const before = { currentEdition: async () => '2' };
    await expect(tell('3', undefined, before)).rejects.toMatchObject({ family: 'unavailable' });
    expect((await tell('3')).changed).toBe(2);
    expect(await gapsOf(without)).toEqual(['WA']);
    expect(await gapsOf(full)).toEqual([]);
    expect(await gapsOf('stn_ED-1')).toEqual(['WA']);
    expect(await listed()).toEqual(['stn_ED-1', 'stn_ED-2']);
    expect((await tell('3')).changed).toBe(0);
  });

  test('comes to the same end where it dies at any of its writes, or an older one is told late', async () => {
    await publishNext(table, '4', assessors);
    // By then what counts is the newer one, which names whom the one before the older has named.
    expect((await tell('3')).changed).toBe(0);
    const { calls } = await tell('4');
    expect(await gapsOf('stn_ED-1')).toEqual([]);
    expect(await gapsOf('stn_ED-2')).toEqual(['TD']);
    expect(await listed()).toEqual(['stn_ED-2']);
    // The last calls are those about stations; the rest reads the shards.
    for (const [edition, codes] of [
      ['5', ['WA']],
      ['6', assessors],
    ] as const) {
      await publishNext(table, edition, codes);
      for (const at of [1, 5, calls >> 2, calls >> 1, calls - 2, calls - 1])
        await tell(edition, { at, when: at % 2 ? 'after' : 'before' }).catch(() => undefined);
      await tell(edition);
      const wanted = edition === '5' ? ['stn_ED-1', 'stn_ED-2'] : ['stn_ED-2'];
      expect(await listed(), edition).toEqual(wanted);
    }
  });
});
