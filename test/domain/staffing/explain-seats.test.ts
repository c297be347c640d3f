import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  explainSeats,
  type StaffedStation,
  stateOfSeats,
} from '../../../packages/domain/staffing/explain-seats.ts';
import { intakeLines } from '../../../packages/domain/staffing/intake-lines.ts';
import { requiredHeads } from '../../../packages/domain/staffing/seats.ts';
import { explainText, staffingWords } from '../../../packages/domain/staffing/staffing-words.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';

const rules = rulesOfEdition1.staffing;
const station = (visits: number, given: Partial<StaffedStation> = {}): StaffedStation => ({
  repairClass: 'III',
  nev: false,
  intake: { '2026-08': visits, '2026-09': visits, '2026-10': visits },
  ...given,
});
const demandOf = (position: string, visits: number, given: Partial<StaffedStation> = {}) => {
  const found = explainSeats(rules, station(visits, given)).find((one) => one.position === position);
  if (!found) throw new Error(`no demand of ${position}`);
  return found;
};

/** The standard's table, position by position at the edges of its bands (section 2). */
const edges = [150, 151, 300, 301, 600, 601, 1000, 1001, 1500, 3000];
const bandAt = [0, 1, 1, 2, 2, 3, 3, 4, 4, 4];

describe('The table', () => {
  test.each(
    Object.entries(rules.table).flatMap(([position, heads]) =>
      edges.map((visits, at) => [position, visits, heads[bandAt[at] ?? 0] ?? 0] as const),
    ),
  )('asks for %s at %i visits for %i', (position, visits, heads) => {
    const demand = demandOf(position, visits);
    expect(demand.band).toBe(heads);
    const beyond = visits > 1500 ? demand.formula : 0;
    expect(demand.required).toBe(Math.max(heads, demand.floor, beyond));
    expect(demand.required).toBe(requiredHeads(rules, station(visits), position));
  });

  test.each(
    (['I', 'II', 'III'] as const).flatMap((repairClass) =>
      Object.entries(rules.classFloors[repairClass]).map(
        ([position, floor]) => [repairClass, position, floor] as const,
      ),
    ),
  )('is never below the floor of class %s for %s: %i', (repairClass, position, floor) => {
    expect(demandOf(position, 0, { repairClass }).required).toBeGreaterThanOrEqual(floor);
  });

  test.each([
    [1500, 6],
    [1501, 6],
    [1561, 7],
    [3000, 12],
  ])('says no more than the formula beyond 1,500 visits: at %i %i advisors', (visits, heads) => {
    const demand = demandOf('SA', visits);
    expect([demand.required, demand.least]).toEqual([heads, heads]);
    expect(requiredHeads(rules, station(visits), 'SA')).toBe(heads);
    expect(demand.lines.some(({ code }) => code === 'beyond')).toBe(visits > 1500);
  });

  test('gives way to a floor of the local authority, for a hire too', () => {
    const given = { localFloors: { MT: 9 } };
    expect(demandOf('MT', 100, given).required).toBe(9);
    expect(requiredHeads(rules, station(100, given), 'MT')).toBe(9);
  });
});

describe('An explain line', () => {
  test('says what the issue of an advisor’s seat is reckoned from', () => {
    const line = demandOf('SA', 412).lines.find(({ code }) => code === 'per-day');
    expect(line && explainText(line, 'en')).toBe('412 visits a month / (26 days × 10) = 1.58 → 2');
    expect(line && explainText(line, 'zh')).toBe('每月 412 台次 ÷(26 天 × 10 台)= 1.58 → 2 人');
  });

  test.each([
    ['SA', 520, 1, '520.3 visits a month / (26 days × 10) = 2.001 → 3'],
    ['MT', 346, 2, '346.6667 visits a month × 85 % × 1.8 h / 176.8 h per head = 3 → 3'],
  ])(
    'of %s at %i visits and a bit is rounded so that it can be reckoned again',
    (position, visits, more, text) => {
      const intake = { '2026-08': visits, '2026-09': visits, '2026-10': visits + more };
      const said = demandOf(position, visits, { intake }).lines.map((line) => explainText(line, 'en'));
      expect(said).toContain(text);
    },
  );

  test('tells the days of the standard', () => {
    const days = { ...rules, workingDaysPerMonth: 20 };
    const line = explainSeats(days, station(412)).find(({ position }) => position === 'SA')?.lines[1];
    expect(line && explainText(line, 'en')).toBe('412 visits a month / (20 days × 13) = 1.58 → 2');
  });

  test('leaves no placeholder open, in neither language', () => {
    const given = { nev: true, localFloors: { SA: 2 } };
    for (const demand of [412, 3000].flatMap((visits) => explainSeats(rules, station(visits, given))))
      for (const line of demand.lines)
        for (const language of ['zh', 'en'] as const) {
          expect(staffingWords).toHaveProperty(line.code);
          expect(explainText(line, language)).not.toMatch(/[{}]|undefined/);
        }
  });

  test('recomputes to its number', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 5000 }),
        fc.nat(2),
        fc.constantFrom(...Object.keys(rules.table)),
        (visits, more, position) => {
          const intake = { '2026-08': visits, '2026-09': visits, '2026-10': visits + more };
          const demand = demandOf(position, visits, { intake });
          for (const { code, values } of demand.lines) {
            const v = (name: string) => Number(values[name]);
            const again =
              code === 'per-day'
                ? v('visits') / (v('days') * v('daily'))
                : code === 'per-month'
                  ? v('visits') / v('each')
                  : code === 'workload'
                    ? (v('visits') * (v('share') / 100) * v('hours')) / v('each')
                    : code === 'per-technicians'
                      ? v('technicians') / v('each')
                      : undefined;
            if (again === undefined) continue;
            expect(Math.ceil(Number(again.toFixed(6)))).toBe(v('heads'));
            expect(Math.ceil(v('exact'))).toBe(v('heads'));
            expect(Math.abs(again - v('exact'))).toBeLessThan(0.0056);
          }
        },
      ),
    );
  });
});

describe('The average of visits', () => {
  const missing = (months: string) =>
    `The visits of ${months} were not reported (due by day 3 of the next month); the average goes without them`;
  const said = (intake: Record<string, number>, today: string, openedOn = '2020-05-01') =>
    intakeLines(rules, { intake, openedOn }, today).map((line) => explainText(line, 'en'));
  const august = { '2026-06': 1, '2026-07': 400, '2026-08': 410, '2026-09': 420 };

  test('says which months it is that of, in both languages', () => {
    expect(said(august, '2026-10-20')).toEqual([
      'The average is that of 2026-07: 400, 2026-08: 410, 2026-09: 420',
    ]);
    const [line] = intakeLines(rules, { intake: august, openedOn: '2020-05-01' }, '2026-10-20');
    expect(line && explainText(line, 'zh')).toBe('平均台次取自 2026-07: 400, 2026-08: 410, 2026-09: 420');
  });

  test.each([
    ['2026-11-03', []],
    ['2026-11-04', [missing('2026-10')]],
    ['2026-12-04', [missing('2026-10 … 2026-11')]],
  ])('says on %s that %j is missing', (today, expected) => {
    expect(said(august, today).slice(1)).toEqual(expected);
  });

  test('says what is missing in between, and in Chinese', () => {
    const { '2026-08': _, ...intake } = august;
    expect(said({ ...intake, '2026-10': 9 }, '2026-11-20').slice(1)).toEqual([missing('2026-08')]);
    const lines = intakeLines(rules, { intake, openedOn: '2020-05-01' }, '2026-11-20');
    expect(lines.slice(1).map((line) => explainText(line, 'zh'))).toEqual([
      '2026-08, 2026-10 的台次没有上报(应在次月 3 日以前上报),未计入平均',
    ]);
  });

  test.each([
    ['2026-10-02', '2026-11-20', []],
    ['2026-10-01', '2026-11-20', [missing('2026-10')]],
    ['2026-12-31', '2026-11-20', []],
  ])('of a station that opened on %s asks on %s for %j', (openedOn, today, expected) => {
    expect(said({}, today, openedOn)).toEqual([
      'No visits have been reported yet, so there are taken to be none',
      ...expected,
    ]);
  });
});

describe('More visits', () => {
  test('never need fewer heads', () => {
    fc.assert(
      fc.property(fc.nat(4000), fc.nat(4000), (a, b) => {
        const few = explainSeats(rules, station(Math.min(a, b)));
        const many = explainSeats(rules, station(Math.max(a, b)));
        few.forEach((demand, at) => {
          expect(many[at]?.required).toBeGreaterThanOrEqual(demand.required);
          expect(many[at]?.formula).toBeGreaterThanOrEqual(demand.formula);
        });
      }),
    );
  });
});

describe('Subcontracting', () => {
  test.each([
    ['III', 100, ['BT', 'PT'], 0],
    ['III', 200, ['BT', 'PT'], 1],
    ['II', 100, ['BT', 'PT'], 1],
    ['III', 100, [], 1],
  ] as const)(
    'at class %s with %i visits of %j leaves %i body technicians',
    (repairClass, visits, outsourced, heads) => {
      const demand = demandOf('BT', visits, { repairClass, outsourced });
      expect(heads === 0 ? demand.required : Math.min(1, demand.required)).toBe(heads);
    },
  );
});

describe('What is there against what is asked for', () => {
  const seats = (heads: number, visits = 412) =>
    stateOfSeats(
      [demandOf('SA', visits)],
      Array.from({ length: heads }, (_, n) => ({ personId: `per_${n}`, position: 'SA', acting: n === 0 })),
    )[0];

  test('is a breach below the formula, a warning below the band, and met otherwise', () => {
    const { band, formula, required } = demandOf('SA', 412);
    expect([band, formula]).toEqual([3, 2]);
    expect(seats(1)).toMatchObject({ state: 'breach', missing: required - 1, acting: 1 });
    expect(seats(2)).toMatchObject({ state: 'warning', missing: 1 });
    expect(seats(3)).toMatchObject({ state: 'met', missing: 0 });
  });

  test('does not change what is asked for, whoever holds several positions', () => {
    const demands = explainSeats(rules, station(100));
    const one = stateOfSeats(demands, [
      { personId: 'per_1', position: 'GA', acting: false },
      { personId: 'per_1', position: 'CC', acting: false },
    ]);
    expect(one.map(({ required }) => required)).toEqual(demands.map(({ required }) => required));
    for (const { position, heads } of one) expect(heads).toBe(['GA', 'CC'].includes(position) ? 1 : 0);
  });
});
