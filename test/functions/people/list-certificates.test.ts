import { describe, expect, test } from 'vitest';
import { listCertificates } from '../../../functions/certification/list-certificates/list-certificates.ts';
import type { Certificate } from '../../../packages/domain/certification/certificate.ts';
import { callerOf, peoplePorts } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { emptyTable, hasEmulator } from '../../table/emulator.ts';

/** A cursor is a text that anybody can write; it may choose where a list goes on, and never whose list it is. */
describe.runIf(hasEmulator)('The list of a station’s certificates', async () => {
  const table = await emptyTable();
  const ports = peoplePorts(table, { now: () => Date.parse('2026-03-20T02:00:00.000Z') });
  const changed = { changedBy: 'hq', changedAt: '2026-03-01T00:00:00.000Z' };
  await ports.network.saveRegion({ regionId: 'reg_SD', name: { zh: '山东', en: 'Shandong' } }, changed);
  const codes = ['ST-A', 'ST-B', 'ST-C'];
  for (const code of codes) {
    await ports.network.saveStation(aStation(code, {}), code, changed, {
      assessors: [],
      requiredOf: () => 1,
    });
    for (const turn of [1, 2])
      await ports.persons.takeOverCertificate(aCertificate(code, turn), undefined, changed);
  }
  const list = listCertificates(ports);
  const master = callerOf({
    ...{ subject: 'td', role: 'position-holder', personId: 'per_B', positions: ['TD'] },
    ...{ stationId: 'stn_ST-B', regionId: 'reg_SD' },
  });
  const cursorOf = (place: string) =>
    Buffer.from(JSON.stringify({ after: `reg_SD|${place}` })).toString('base64url');
  const numbers = async (query: object) => {
    const { body } = (await list(query, master)) as { body: { items: { number: string }[]; next?: string } };
    return { numbers: body.items.map(({ number }) => number), next: body.next };
  };

  test('is the own one from wherever it is asked to go on, before it and behind it', async () => {
    const own = ['ST-B-1', 'ST-B-2'];
    expect((await numbers({})).numbers).toEqual(own);
    expect((await numbers({ cursor: cursorOf('stn_ST-A') })).numbers).toEqual(own);
    expect((await numbers({ cursor: cursorOf('stn_ST-A#2027-01-01#ST-A-1') })).numbers).toEqual(own);
    expect((await numbers({ cursor: cursorOf('stn_ST-C#2027-01-01#ST-C-1') })).numbers).toEqual([]);
    expect((await numbers({ cursor: cursorOf('') })).numbers).toEqual(own);
  });

  test('goes on where it ended', async () => {
    const first = await numbers({ limit: 1 });
    expect(first.numbers).toEqual(['ST-B-1']);
    expect((await numbers({ limit: 1, cursor: first.next })).numbers).toEqual(['ST-B-2']);
  });
});

const aCertificate = (code: string, turn: number): Certificate => ({
  ...{
    number: `${code}-${turn}`,
    personId: `per_${code}-${turn}`,
    stationId: `stn_${code}`,
    regionId: 'reg_SD',
  },
  ...{ position: 'MT', level: 'L1', edition: '1', certificationId: `crt_${code}-${turn}_MT_L1_20260101` },
  ...{ issuedOn: '2026-01-01', validFrom: '2026-01-01', validUntil: `202${turn + 6}-01-01` },
  ...{ graceDays: 30, windowDaysBefore: 90, refresherHours: 0, revision: 1 },
});
