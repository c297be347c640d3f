import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  intakeOfImport,
  intakeProblems,
  isNews,
  type KeptIntake,
  monthsToForget,
  reportedAt,
} from '../../../packages/domain/staffing/intake.ts';

const now = Date.parse('2026-11-25T02:00:00Z');

describe('A report of visits', () => {
  const old = { openedOn: '2015-04-01' };

  test.each([
    ['2026-10', 412, []],
    ['2024-11', 412, []],
    ['2024-10', 412, ['month-too-old']],
    ['2000-01', 0, ['month-too-old']],
    ['2026-11', 412, ['month-not-over']],
    ['2027-01', 412, ['month-not-over']],
    ['2026-10', -1, ['no-count-of-visits']],
    ['2026-10', 1.5, ['no-count-of-visits']],
    ['2026-10', 20_001, ['no-count-of-visits']],
    ['2026-12', -3, ['month-not-over', 'no-count-of-visits']],
  ])('of %s with %d visits meets %j', (month, visits, codes) => {
    expect(intakeProblems({ month, visits }, old, now).map(({ code }) => code)).toEqual(codes);
  });

  test('belongs to the month that is over in China', () => {
    const newYear = Date.parse('2026-12-31T16:00:00Z');
    expect(intakeProblems({ month: '2026-12', visits: 1 }, old, newYear)).toEqual([]);
    expect(intakeProblems({ month: '2026-12', visits: 1 }, old, newYear - 1)).toHaveLength(1);
  });

  test('of before a station was open lowers no mean', () => {
    const problems = (month: string) =>
      intakeProblems({ month, visits: 0 }, { openedOn: '2026-09-20' }, now).map(({ allowed }) => allowed);
    expect([problems('2026-09'), problems('2026-08')]).toEqual([[], ['2026-09']]);
  });

  test('of a clock that runs ahead is one of now', () => {
    expect(reportedAt(now + 3_600_000, now)).toBe(now);
    expect(reportedAt(now - 1, now)).toBe(now - 1);
  });

  test('ends the same, whatever is repeated and in whatever order', () => {
    const report = fc.record({ visits: fc.nat(5), at: fc.nat(4) });
    const take = (kept: KeptIntake, one: { visits: number; at: number }): KeptIntake =>
      isNews(kept, { month: '2026-10', ...one })
        ? { intake: { '2026-10': one.visits }, intakeAt: { '2026-10': one.at } }
        : kept;
    fc.assert(
      fc.property(
        fc.array(report, { minLength: 1, maxLength: 8 }),
        fc.infiniteStream(fc.nat()),
        (reports, order) => {
          const again = [...reports, ...reports]
            .map((one) => ({ one, place: order.next().value as number }))
            .sort((a, b) => a.place - b.place)
            .map(({ one }) => one);
          const start: KeptIntake = { intake: { '2026-10': 9 } };
          expect(again.reduce(take, start)).toEqual(reports.reduce(take, start));
        },
      ),
    );
  });

  test('makes room by the oldest month', () => {
    const months = Array.from(
      { length: 24 },
      (_, n) => `20${24 + Math.floor(n / 12)}-${String((n % 12) + 1).padStart(2, '0')}`,
    );
    const kept = { intake: Object.fromEntries(months.map((month) => [month, 1])) };
    expect(monthsToForget(kept, '2026-01')).toEqual(['2024-01']);
    expect(monthsToForget(kept, '2025-12')).toEqual([]);
  });
});

describe('An import', () => {
  test('leaves what was reported on its own, and states the rest', () => {
    const before = {
      intake: { '2026-08': 1, '2026-09': 2, '2026-10': 3 },
      intakeAt: { '2026-09': 5, '2026-10': 6 },
    };
    const file = [
      { month: '2026-07', visits: 70 },
      { month: '2026-09', visits: 90 },
    ];
    expect(intakeOfImport(file, before)).toEqual({
      intake: { '2026-07': 70, '2026-09': 2, '2026-10': 3 },
      intakeAt: { '2026-09': 5, '2026-10': 6 },
    });
    expect(intakeOfImport(file, null)).toEqual({ intake: { '2026-07': 70, '2026-09': 90 }, intakeAt: {} });
  });
});
