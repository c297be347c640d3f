import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  staffings,
  type TriedStandard,
  type TriedStation,
  whatIf,
} from '../../../packages/domain/staffing/what-if.ts';
import { certificationDemands } from '../../../packages/standard/certification-demands.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const rules = rulesOfEdition1.staffing;
const certification = certificationDemands(loadEdition('edition-1'));
const now: TriedStandard = { staffing: rules, certification };
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
    actEach: fc.nat(2),
  })
  .map(({ n, visits, actEach, ...given }) => ({
    ...given,
    acting: Object.fromEntries(
      Object.entries(given.heads).map(([position, heads]) => [position, Math.min(heads, actEach)]),
    ),
    stationId: `stn_${n}`,
    intake: Object.fromEntries(months.map((month) => [month, visits])),
  }));
const network = fc.uniqueArray(station, { selector: ({ stationId }) => stationId, maxLength: 30 });
const draft: fc.Arbitrary<TriedStandard> = fc
  .record({
    edits: fc.array(fc.tuple(fc.constantFrom(...positions), fc.nat(4), fc.integer({ min: -2, max: 3 })), {
      maxLength: 6,
    }),
    advisorsEach: fc.constantFrom(150, 200, 260),
    authorised: fc.integer({ min: 1, max: 4 }),
    entryOf: fc.option(fc.constantFrom(...positions), { nil: undefined }),
  })
  .map(({ edits, advisorsEach, authorised, entryOf }) => {
    const table = structuredClone(rules.table);
    for (const [position, band, by] of edits) {
      const heads = table[position] ?? [];
      heads[band] = Math.max(0, (heads[band] ?? 0) + by);
    }
    const formulas = {
      ...rules.formulas,
      SA: { kind: 'per-volume' as const, minimum: 1, visitsPerHead: advisorsEach },
    };
    const demands = structuredClone(certification);
    if (entryOf) demands[entryOf] = { levels: ['L9'], before: [{ position: 'MT', level: 'L3' }] };
    return {
      staffing: { ...rules, table, formulas, nevOverlay: { ...rules.nevOverlay, atLeast: authorised } },
      certification: demands,
    };
  });

/** The same, reckoned plainly and slowly, from the figures alone: nothing of the product is used. */
function plainly({ staffing: of }: TriedStandard, one: TriedStation) {
  const visits = Object.values(one.intake).reduce((sum, count) => sum + count, 0) / months.length;
  const edges = [150, 300, 600, 1000];
  let band = 0;
  for (const edge of edges) if (visits > edge) band += 1;
  const floors: Record<string, Record<string, number>> = {
    I: { SM: 1, TD: 1, QI: 2, SA: 1, ST: 1, MT: 4, BT: 2, PT: 2 },
    II: { SM: 1, TD: 1, QI: 1, SA: 1, ST: 1, MT: 2, BT: 1, PT: 1 },
    III: { SM: 1, TD: 1, QI: 1, SA: 1, ST: 1, MT: 2 },
  };
  const heads = (position: string) => (one.heads[position] ?? 0) - (one.acting?.[position] ?? 0);
  const advisors = of.formulas.SA?.kind === 'per-volume' ? of.formulas.SA.visitsPerHead : 0;
  const ofFormula: Record<string, number> = {
    SA: visits / advisors,
    WA: (visits * 0.25 * 0.5) / 176.8,
    ST: visits / 800,
    MT: (visits * 0.85 * 1.8) / 176.8,
    BT: (visits * 0.15 * 3.5) / 176.8,
    PT: (visits * 0.15 * 3.5) / 176.8,
    QI: visits / 530,
    PP: visits / 1500,
    CC: visits / 780,
  };
  const rounded = (position: string) => Math.ceil(Number((ofFormula[position] ?? 1).toFixed(6)));
  ofFormula.PS = (rounded('MT') + rounded('BT') + rounded('PT')) / 10;
  const missing: Record<string, number> = {};
  const required: Record<string, number> = {};
  let state = 0;
  for (const position of positions) {
    const floor = Math.max(
      floors[one.repairClass]?.[position] ?? 0,
      one.nev && position === 'MT' ? of.nevOverlay.atLeast : 0,
    );
    const beyond = visits > 1500 ? Math.max(1, rounded(position)) : 0;
    const asked = Math.max(of.table[position]?.[band] ?? 0, floor, beyond);
    required[position] = asked;
    const lack = asked - heads(position);
    if (lack <= 0) continue;
    missing[position] = lack;
    const least = Math.min(asked, Math.max(floor, 1, rounded(position)));
    state = Math.max(state, heads(position) < least ? 2 : 1);
  }
  return { missing, required, state: staffings[state] ?? 'met' };
}
const sum = (missing: Record<string, number>) => Object.values(missing).reduce((all, one) => all + one, 0);

describe('A draft with other bands', () => {
  test('says how many stations come into another one', () => {
    const wider = {
      ...rules,
      bands: rules.bands.map((band, at) => (at === 0 ? { ...band, to: 200 } : band)),
    };
    const one = { ...(fc.sample(station, { seed: 1, numRuns: 1 })[0] as TriedStation) };
    const at = (visits: number): TriedStation => ({
      ...one,
      intake: Object.fromEntries(months.map((month) => [month, visits])),
    });
    expect(whatIf(now, { staffing: wider, certification }, [at(180), at(190), at(250)]).bands).toEqual([
      { from: 'B2', to: 'B1', stations: 2 },
    ]);
  });
});

describe('A draft that is tried on the network', () => {
  test('says what a slow plain reckoning says', () => {
    fc.assert(
      fc.property(network, draft, (stations, tried) => {
        const result = whatIf(now, tried, stations);
        const plain = stations.map((one) => {
          const [b, a] = [plainly(now, one), plainly(tried, one)];
          return {
            one,
            before: b.missing,
            after: a.missing,
            from: b.state,
            to: a.state,
            required: a.required,
          };
        });
        const counted = (list: readonly string[]) => {
          const counts = new Map<string, number>();
          for (const one of list) counts.set(one, (counts.get(one) ?? 0) + 1);
          return [...counts].sort();
        };
        expect(
          result.moves.map(({ from, to, stations: moved }) => [`${from} ${to}`, moved] as const).sort(),
        ).toEqual(
          counted(plain.filter(({ from, to }) => from !== to).map(({ from, to }) => `${from} ${to}`)),
        );
        const people = (reason: string, position: string) =>
          result.exams.find((one) => one.reason === reason && one.position === position)?.people ?? 0;
        for (const position of positions) {
          const lacks = plain.map(({ before, after }) => (after[position] ?? 0) - (before[position] ?? 0));
          expect(people('hire', position)).toBe(lacks.reduce((all, lack) => all + Math.max(0, lack), 0));
          const holders = plain.reduce((all, { one }) => all + (one.heads[position] ?? 0), 0);
          const begins = tried.certification[position]?.levels[0] === 'L9';
          expect(people('level', position)).toBe(begins ? holders : 0);
          for (const [at, region] of [...new Set(stations.map(({ regionId }) => regionId))].entries()) {
            const here = lacks.filter((_, i) => plain[i]?.one.regionId === region);
            const changes = result.byRegion.find(({ regionId }) => regionId === region)?.changes ?? {};
            expect([at, changes[position] ?? 0]).toEqual([at, here.reduce((all, lack) => all + lack, 0)]);
          }
        }
        expect(people('authorisation', 'MT')).toBe(
          stations.filter(({ nev }) => nev).length * Math.max(0, tried.staffing.nevOverlay.atLeast - 2),
        );
        for (const { stationId, changes, from, to } of result.changed) {
          const own = plain.find(({ one }) => one.stationId === stationId);
          expect([from, to]).toEqual([own?.from, own?.to]);
          for (const { position, requiredAfter } of changes)
            expect(requiredAfter).toBe(own?.required[position]);
        }
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
        const { byRegion, byPosition, before, after, tipped, stations: count } = whatIf(now, tried, stations);
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
        const result = whatIf(now, structuredClone(now), stations);
        expect(result).toMatchObject({ changed: [], moves: [], bands: [], exams: [], toHire: 0 });
      }),
    );
  });
});
