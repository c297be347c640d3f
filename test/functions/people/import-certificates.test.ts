import { randomBytes } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { importCertificates } from '../../../functions/certification/import-certificates/import-certificates.ts';
import type { ImportProblem } from '../../../packages/domain/network/network-problems.ts';
import { problemMessage } from '../../../packages/domain/network/network-problems.ts';
import type { CertificateItem } from '../../../packages/table/people-items.ts';
import type { Table } from '../../../packages/table/table.ts';
import { dyingCalls } from '../../support/dying-calls.ts';
import { hq, peoplePorts, withStandard } from '../../support/people-table.ts';
import { aStation } from '../../table/builders.ts';
import { hasEmulator } from '../../table/emulator.ts';

const now = Date.parse('2026-11-24T04:00:00Z');
const clock = { now: () => now };
const reason = '加盟前已取得的证书';

let table: Table;
beforeAll(() =>
  withStandard((made) => {
    table = made;
  }),
);

const run = (over: Table, rows: Row[], dryRun = false) =>
  importCertificates({
    ...peoplePorts(over, clock),
    random: () => randomBytes(10),
  })({ dryRun, reason, rows }, hq).then(({ body }) => body as Report);

interface Row {
  row: number;
  cells: Record<string, string>;
}
interface Report {
  counts: { taken: number; unchanged: number; refused: number };
  problems: ImportProblem[];
}

let stations = 0;
/** A station with so many mechanics, and the rows of their certificates. */
async function aStationOf(people: number) {
  const code = `ZS-${++stations}`;
  const names = Array.from({ length: people }, (_, i) => `${code}-${i}`);
  const document = aStation(code, {
    people: names.map((person) => ({
      ...{ personId: `per_${person}`, code: person, name: '王小明', phone: '13800000000' },
      hiredOn: '2020-01-01',
    })),
    assignments: names.map((person) => ({
      ...{ personId: `per_${person}`, position: 'MT', since: '2020-01-01', acting: false },
    })),
  });
  const { network, persons } = peoplePorts(table, clock);
  await network.saveStation(document, code, { changedBy: 'hq', changedAt: '2026-01-01T00:00:00.000Z' });
  const row = (at: number, change: Record<string, string> = {}, person = at % people): Row => ({
    row: at + 2,
    cells: {
      ...{ station_code: code, person_code: names[person] ?? '', position: 'MT', level: 'L2' },
      ...{ number: `ZS-${code}-${at}`, issued_on: '2025-04-02', valid_from: '2025-03-31' },
      ...{ valid_until: '2027-03-31', evidence: '档案 7-12', ...change },
    },
  });
  const held = async (): Promise<CertificateItem[]> =>
    (await Promise.all(names.map((person) => persons.personFile(`per_${person}`, true)))).flatMap(
      ({ certificates }) => certificates,
    );
  return { code, row, held };
}

describe.runIf(hasEmulator)('Certificates that people hold when the network joins', () => {
  test('are taken over once, and say by whom, on what and why', async () => {
    const { row, held } = await aStationOf(3);
    const rows = [row(0), row(1), row(2)];
    expect(await run(table, rows, true)).toMatchObject({ counts: { taken: 3, unchanged: 0, refused: 0 } });
    expect(await held()).toEqual([]);
    expect(await run(table, rows)).toEqual({
      ...{ dryRun: false, counts: { taken: 3, unchanged: 0, refused: 0 }, problems: [] },
    });
    const once = await held();
    expect(once).toHaveLength(3);
    expect(once[0]).toMatchObject({
      ...{ position: 'MT', level: 'L2', edition: '1', issuedOn: '2025-04-02', changedBy: 'hq' },
      ...{ validFrom: '2025-03-31', validUntil: '2027-03-31', stationId: 'stn_ZS-1' },
      takenOver: {
        ...{ by: 'hq', at: '2026-11-24T04:00:00.000Z', evidence: '档案 7-12' },
        ...{ number: 'ZS-ZS-1-0', reason },
      },
    });
    expect(new Set(once.map(({ number }) => number)).size).toBe(3);
    const { persons } = peoplePorts(table, clock);
    expect(await persons.certificateToCheck(once[0]?.number ?? '')).toMatchObject({ holder: '王*明' });
    expect((await run(table, rows)).counts).toEqual({ taken: 0, unchanged: 3, refused: 0 });
    expect(await held()).toEqual(once);
  });

  test('may have lapsed, or lean on a statutory certificate', async () => {
    const { row, held } = await aStationOf(2);
    const lapsed = row(0, { valid_from: '2024-08-01', valid_until: '2026-08-01', issued_on: '' });
    const hv = { authorisation: 'hv', valid_from: '2026-06-01', valid_until: '2027-06-01', level: 'L1' };
    const right = row(1, { ...hv, statutory_issued_on: '2025-01-10' });
    expect(await run(table, [lapsed, right])).toMatchObject({ counts: { taken: 2 }, problems: [] });
    expect(await held()).toMatchObject([
      { validUntil: '2026-08-01', issuedOn: '2026-11-24' },
      { authorisation: 'hv', statutory: { certificate: 'low-voltage-electrician', reviewBy: '2028-01-10' } },
    ]);
    // What followed on its last day does not overlap it; what began before does.
    expect((await run(table, [row(0)])).problems).toMatchObject([{ code: 'certificate-held' }]);
    const next = row(0, { valid_from: '2026-08-01', valid_until: '2028-08-01', issued_on: '2026-08-01' });
    expect((await run(table, [next])).counts.taken).toBe(1);
  });

  test('are refused row by row with column, value and what is allowed; the others go on', async () => {
    const { row, held, code } = await aStationOf(2);
    await run(table, [row(0)]);
    const [first] = await held();
    const bad: [change: Record<string, string>, column: string | null, code: string, more?: object][] = [
      [{ valid_until: '2025-02-30' }, 'valid_until', 'wrong-value', { value: '2025-02-30' }],
      [{ evidence: '' }, 'evidence', 'value-missing'],
      [{ person_code: 'NOBODY' }, 'person_code', 'person-not-known', { value: 'NOBODY' }],
      [{ station_code: 'NO-STATION' }, 'station_code', 'station-not-known', { value: 'NO-STATION' }],
      [{ position: 'XX' }, 'position', 'unknown-position', { value: 'XX' }],
      [{ edition: '99' }, 'edition', 'edition-not-known', { value: '99' }],
      [{ level: 'L9' }, 'level', 'not-allowed-value', { value: 'L9', allowed: 'L1, L2, L3' }],
      [{ issued_on: '2026-11-25' }, 'issued_on', 'in-the-future', { allowed: '2026-11-24' }],
      [{ valid_until: '2029-01-01' }, 'valid_until', 'outside-validity', { value: '2029-01-01' }],
      [{ authorisation: 'hv', valid_from: '2026-10-01' }, 'statutory_issued_on', 'missing'],
      [{ valid_from: '2025-05-01', person_code: `${code}-0` }, 'valid_from', 'certificate-held'],
    ];
    const rows = bad.map(([change], at) => row(at, { valid_from: `2025-04-${10 + at}`, ...change }, 1));
    // Each by itself: they are all about one person.
    for (const [at, [, column, what, more]] of bad.entries()) {
      const one = rows[at];
      if (!one) throw new RangeError('no row');
      const { counts, problems } = await run(table, [one, row(90, { level: 'L3' }, 0)], true);
      expect(problems, what).toMatchObject([
        { file: 'certificates', row: at + 2, column, code: what, ...more },
      ]);
      expect(counts, what).toMatchObject({ taken: 1, refused: 1 });
      const [problem] = problems;
      for (const language of ['zh', 'en'] as const)
        expect(problem && problemMessage(problem, language)).not.toMatch(/[{}]|undefined/);
    }
    const { problems } = await run(table, [row(5, { valid_from: '2025-05-01' }, 0)]);
    expect(problems).toMatchObject([{ code: 'certificate-held', value: first?.number }]);
    expect(await held()).toHaveLength(1);
  });

  test('are each named where a row stands twice, or a number on two of them', async () => {
    const { row } = await aStationOf(3);
    const { problems, counts } = await run(table, [
      row(0),
      row(1, {}, 0),
      row(2, { number: 'A' }, 1),
      row(3, { number: 'A' }, 2),
    ]);
    expect(problems.map(({ row: at, code }) => `${at} ${code}`)).toEqual([
      '2 duplicate-certificate',
      '3 duplicate-certificate',
      '4 duplicate-number',
      '5 duplicate-number',
    ]);
    expect(counts).toEqual({ taken: 0, unchanged: 0, refused: 4 });
  });

  test('are there once where two import them at the same moment, or one of them dies on the way', async () => {
    const { row, held } = await aStationOf(60);
    const rows = Array.from({ length: 60 }, (_, at) => row(at));
    const both = await Promise.all([run(table, rows), run(table, rows.toReversed())]);
    expect(both.map(({ counts }) => counts.taken).reduce((a, b) => a + b)).toBe(60);
    expect(both.flatMap(({ problems }) => problems)).toEqual([]);
    expect(await held()).toHaveLength(60);

    for (let at = 1; ; at++) {
      const small = await aStationOf(2);
      const own = [small.row(0), small.row(1), small.row(2, { level: 'L1' }, 0)];
      const died = await run(dyingCalls(table, { at, when: at % 2 ? 'after' : 'before' }).table, own).then(
        () => false,
        () => true,
      );
      const { counts } = await run(table, own);
      expect(counts.taken + counts.unchanged).toBe(3);
      expect(await small.held()).toHaveLength(3);
      if (!died) break;
    }
  });
});
