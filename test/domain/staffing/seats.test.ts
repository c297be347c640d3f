import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { explainSeats } from '../../../packages/domain/staffing/explain-seats.ts';
import {
  bandOf,
  bandOfVisits,
  combinationRefusal,
  requiredHeads,
  type StationOfSeats,
  seatRefusal,
} from '../../../packages/domain/staffing/seats.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const rules = rulesOfEdition1.staffing;
const months = (visits: number[]) =>
  Object.fromEntries(visits.map((count, at) => [`2025-${String(at + 1).padStart(2, '0')}`, count]));
const station = (visits: number, given: Partial<StationOfSeats> = {}): StationOfSeats => ({
  repairClass: 'III',
  nev: false,
  intake: months([visits, visits, visits]),
  ...given,
});
const bandName = (at: number) => rules.bands[at]?.id;

describe('The band', () => {
  test.each([
    [0, 0],
    [150, 0],
    [151, 1],
    [300, 1],
    [301, 2],
    [600, 2],
    [601, 3],
    [1000, 3],
    [1001, 4],
    [1500, 4],
    [3000, 4],
  ])('of %i visits a month is the one at place %i', (visits, place) => {
    expect(bandOfVisits(rules, visits)).toBe(place);
    expect(bandOf(rules, station(visits).intake)).toBe(place);
  });

  test.each<[string, number[], number]>([
    ['stays after two months above', [140, 140, 140, 200, 200], 0],
    ['rises once the average has been above for three months', [140, 140, 140, 200, 200, 200, 200], 1],
    ['stays after five months below', [200, 200, 200, 100, 100, 100, 100, 100], 1],
    [
      'falls once the average has been below for six months',
      [200, 200, 200, ...Array<number>(8).fill(100)],
      0,
    ],
    ['rises no further than the average has been for three months', [140, 140, 140, 200, 200, 600], 1],
    [
      'falls no further than the average has been for six months',
      [700, 700, 700, ...Array<number>(5).fill(400), 10],
      2,
    ],
    [
      'rises again from month to month when the average does',
      [140, 140, 140, 200, 200, 200, 400, 500, 500, 500],
      2,
    ],
    ['is the lowest without figures', [], 0],
    ['of a new station is that of its first months', [700], 3],
  ])('%s', (_what, visits, place) => {
    expect(bandName(bandOf(rules, months(visits)))).toBe(bandName(place));
  });

  test('is never lower with more visits in any month', () => {
    const visits = fc.integer({ min: 0, max: 1800 });
    fc.assert(
      fc.property(fc.array(fc.tuple(visits, fc.nat(400)), { minLength: 1, maxLength: 12 }), (all) => {
        const few = bandOf(rules, months(all.map(([count]) => count)));
        expect(bandOf(rules, months(all.map(([count, more]) => count + more)))).toBeGreaterThanOrEqual(few);
      }),
    );
  });
});

describe('Required heads', () => {
  test('are never fewer with more visits', () => {
    const positions = Object.keys(rules.table);
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 4000 }),
        fc.integer({ min: 0, max: 4000 }),
        fc.constantFrom(...positions),
        fc.constantFrom('I' as const, 'II' as const, 'III' as const),
        fc.boolean(),
        (a, b, position, repairClass, nev) => {
          const heads = (visits: number) =>
            requiredHeads(rules, station(visits, { repairClass, nev }), position);
          expect(heads(Math.max(a, b))).toBeGreaterThanOrEqual(heads(Math.min(a, b)));
        },
      ),
    );
  });

  test.each([
    ['I', 'QI', 2],
    ['I', 'MT', 4],
    ['I', 'BT', 2],
    ['II', 'MT', 2],
    ['II', 'PT', 1],
    ['III', 'SM', 1],
  ] as const)('of class %s are at least the floor of %s', (repairClass, position, floor) => {
    expect(requiredHeads(rules, station(0, { repairClass }), position)).toBeGreaterThanOrEqual(floor);
  });

  test('of a station for new-energy vehicles are at least the overlay', () => {
    const { position, atLeast } = rules.nevOverlay;
    expect(requiredHeads(rules, station(0, { nev: true }), position)).toBeGreaterThanOrEqual(atLeast);
  });
});

describe('Positions of one person', () => {
  test.each(rules.neverCombined)('%s and %s are never combined', (...positions) => {
    expect(combinationRefusal(rules, station(100), positions)?.rule).toBe('never-combined');
  });

  test.each(
    Object.entries(rules.allowedCombinations).flatMap(([band, sets]) =>
      sets.map((set) => [band, set] as const),
    ),
  )('in band %s %j go together', (band, set) => {
    const { from, to } = rules.bands.find(({ id }) => id === band) ?? { from: 0, to: 0 };
    const inBand = station(to ?? from + 1);
    expect(combinationRefusal(rules, inBand, set)).toBeNull();
  });

  test('that are not listed do not go together', () => {
    expect(combinationRefusal(rules, station(100), ['SA', 'ST'])?.rule).toBe('band-combination');
    // Two of the three parts posts without the one between them: only what is listed has a control.
    expect(combinationRefusal(rules, station(100), ['PM', 'PS'])?.rule).toBe('band-combination');
    expect(combinationRefusal(rules, station(700), ['WSM', 'TD'])?.rule).toBe('band-combination');
  });

  test.each(
    (['I', 'II', 'III'] as const).flatMap((repairClass) => {
      const { noTwoOf, alone } = rules.classCombinations[repairClass];
      return [
        ...noTwoOf.slice(1).map((code, at) => [repairClass, noTwoOf[at] ?? '', code] as const),
        ...alone.map((code) => [repairClass, code, 'GA'] as const),
      ];
    }),
  )('at class %s %s and %s do not go together', (repairClass, one, other) => {
    const rule = combinationRefusal(rules, station(100, { repairClass }), [one, other])?.rule;
    expect(['class-combination', 'never-combined']).toContain(rule);
  });

  test('that class II bars are barred by class I too, of which no post can be combined (N02)', () => {
    const codes = Object.keys(rules.table);
    const barred = (repairClass: 'I' | 'II') =>
      codes.flatMap((one) =>
        codes
          .filter((other) => other !== one)
          .map((other) => [one, other])
          .filter((pair) => {
            const rule = combinationRefusal(rules, station(100, { repairClass }), pair)?.rule;
            return rule === 'class-combination' || rule === 'never-combined';
          })
          .map((pair) => pair.join('+')),
      );
    const first = barred('I');
    expect(barred('II').filter((pair) => !first.includes(pair))).toEqual([]);
  });

  test.each(
    rules.bands.flatMap(({ id, from, to }) => {
      const allowed = new Set((rules.allowedCombinations[id] ?? []).map((set) => [...set].sort().join()));
      const sets = new Map(
        Object.values(rules.allowedCombinations)
          .flat()
          .map((set) => [[...set].sort().join(), set]),
      );
      return [...sets].flatMap(([name, set]) =>
        [from, to ?? 3000].map((visits) => [id, visits, set, allowed.has(name)] as const),
      );
    }),
  )('in band %s at %i visits %j go together: %s', (_band, visits, set, isAllowed) => {
    expect(combinationRefusal(rules, station(visits), set) === null).toBe(isAllowed);
  });

  test('that are granted change nothing about what is asked for', () => {
    const codes = Object.keys(rules.table);
    const granted = fc.array(fc.subarray(codes, { minLength: 2, maxLength: 3 }), { maxLength: 4 });
    fc.assert(
      fc.property(
        granted,
        fc.nat(3000),
        fc.constantFrom(...rules.bands.map(({ id }) => id)),
        (sets, visits, band) => {
          const more = { ...rules, allowedCombinations: { ...rules.allowedCombinations, [band]: sets } };
          expect(explainSeats(more, station(visits))).toEqual(explainSeats(rules, station(visits)));
          for (const code of codes)
            expect(requiredHeads(more, station(visits), code)).toBe(
              requiredHeads(rules, station(visits), code),
            );
        },
      ),
    );
  });

  test('change nothing about the heads that are required', () => {
    for (const position of Object.keys(rules.table))
      expect(seatRefusal(rules, station(100), position, 0, [])?.rule).toBe(
        requiredHeads(rules, station(100), position) === 0 ? 'no-seat' : undefined,
      );
  });

  test('are not looked at when no seat is free', () => {
    const required = requiredHeads(rules, station(100), 'SA');
    expect(seatRefusal(rules, station(100), 'SA', required, ['ST'])).toEqual({
      rule: 'no-seat',
      position: 'SA',
      heads: required,
      required,
    });
  });
});
