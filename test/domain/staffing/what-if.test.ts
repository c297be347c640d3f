import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type TriedStation, whatIf } from '../../../packages/domain/staffing/what-if.ts';
import type { StaffingRules } from '../../../packages/standard/edition-rules.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const rules = rulesOfEdition1.staffing;
const positions = Object.keys(rules.table);
const months = ['2026-08', '2026-09', '2026-10'];

const station: fc.Arbitrary<TriedStation> = fc
  .record({
    n: fc.nat(9999),
    regionId: fc.constantFrom('reg_HD', 'reg_HB', 'reg_XN'),
    repairClass: fc.constantFrom('I' as const, 'II' as const, 'III' as const),
    nev: fc.boolean(),
    visits: fc.nat(2000),
    heads: fc.dictionary(fc.constantFrom(...positions), fc.nat(6)),
  })
  .map(({ n, visits, ...given }) => ({
    ...given,
    stationId: `stn_${n}`,
    intake: Object.fromEntries(months.map((month) => [month, visits])),
  }));
const network = fc.uniqueArray(station, { selector: ({ stationId }) => stationId, maxLength: 30 });
const draft: fc.Arbitrary<StaffingRules> = fc
  .array(fc.tuple(fc.constantFrom(...positions), fc.nat(4), fc.integer({ min: -2, max: 3 })), {
    maxLength: 6,
  })
  .map((edits) => {
    const table = structuredClone(rules.table);
    for (const [position, band, by] of edits) {
      const heads = table[position] ?? [];
      heads[band] = Math.max(0, (heads[band] ?? 0) + by);
    }
    return { ...rules, table };
  });

/** The same, reckoned plainly and slowly, from the table alone: nothing of the product is used. */
function plainly(of: StaffingRules, one: TriedStation): Record<string, number> {
  const visits = Object.values(one.intake).reduce((sum, count) => sum + count, 0) / months.length;
  const edges = [150, 300, 600, 1000];
  let band = 0;
  for (const edge of edges) if (visits > edge) band += 1;
  const floors: Record<string, Record<string, number>> = {
    I: { SM: 1, TD: 1, QI: 2, SA: 1, ST: 1, MT: 4, BT: 2, PT: 2 },
    II: { SM: 1, TD: 1, QI: 1, SA: 1, ST: 1, MT: 2, BT: 1, PT: 1 },
    III: { SM: 1, TD: 1, QI: 1, SA: 1, ST: 1, MT: 2 },
  };
  const missing: Record<string, number> = {};
  for (const position of positions) {
    let heads = of.table[position]?.[band] ?? 0;
    const floor = floors[one.repairClass]?.[position] ?? 0;
    if (floor > heads) heads = floor;
    if (one.nev && position === 'MT' && heads < 2) heads = 2;
    const lack = heads - (one.heads[position] ?? 0);
    if (lack > 0) missing[position] = lack;
  }
  return missing;
}
const sum = (missing: Record<string, number>) => Object.values(missing).reduce((all, one) => all + one, 0);

describe('A draft that is tried on the network', () => {
  test('says what a slow plain reckoning says', () => {
    fc.assert(
      fc.property(network, draft, (stations, tried) => {
        const result = whatIf(rules, tried, stations);
        const plain = stations.map((one) => ({
          one,
          before: plainly(rules, one),
          after: plainly(tried, one),
        }));
        expect(result.stations).toBe(stations.length);
        expect(result.before).toBe(plain.reduce((all, { before }) => all + sum(before), 0));
        expect(result.after).toBe(plain.reduce((all, { after }) => all + sum(after), 0));
        expect(result.tipped).toBe(
          plain.filter(({ before, after }) => sum(before) === 0 && sum(after) > 0).length,
        );
        expect(result.relieved).toBe(
          plain.filter(({ before, after }) => sum(before) > 0 && sum(after) === 0).length,
        );
        for (const { position, before, after } of result.byPosition) {
          expect(before).toBe(plain.reduce((all, one) => all + (one.before[position] ?? 0), 0));
          expect(after).toBe(plain.reduce((all, one) => all + (one.after[position] ?? 0), 0));
        }
        const hire = plain.reduce(
          (all, { before, after }) =>
            all +
            positions.reduce(
              (heads, code) => heads + Math.max(0, (after[code] ?? 0) - (before[code] ?? 0)),
              0,
            ),
          0,
        );
        expect(result.toHire).toBe(hire);
      }),
    );
  });

  test('adds up: the regions are the network, and so are the positions', () => {
    fc.assert(
      fc.property(network, draft, (stations, tried) => {
        const {
          byRegion,
          byPosition,
          before,
          after,
          tipped,
          stations: count,
        } = whatIf(rules, tried, stations);
        const add = <T>(list: T[], of: (one: T) => number) => list.reduce((all, one) => all + of(one), 0);
        expect(add(byRegion, (one) => one.stations)).toBe(count);
        expect(add(byRegion, (one) => one.tipped)).toBe(tipped);
        expect([add(byRegion, (one) => one.before), add(byPosition, (one) => one.before)]).toEqual([
          before,
          before,
        ]);
        expect([add(byRegion, (one) => one.after), add(byPosition, (one) => one.after)]).toEqual([
          after,
          after,
        ]);
      }),
    );
  });

  test('that changes nothing, changes nothing', () => {
    fc.assert(
      fc.property(network, (stations) => {
        const result = whatIf(rules, structuredClone(rules), stations);
        expect(result).toMatchObject({ changed: [], tipped: 0, relieved: 0, toHire: 0 });
      }),
    );
  });
});
