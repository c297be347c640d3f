import fc from 'fast-check';
import { describe, expect, test, vi } from 'vitest';
import {
  addDays,
  addMonths,
  afterHoliday,
  daysBetween,
  localDate,
  startOf,
} from '../../packages/domain/calendar.ts';
import { workingDays } from '../../packages/lambda/working-days.ts';

const dates = fc
  .integer({ min: Date.UTC(2004, 0, 1), max: Date.UTC(2099, 11, 31) })
  .map((ms) => localDate(ms));

describe('A date at the station', () => {
  test('begins at midnight in China, whatever the clock of the machine', () => {
    expect(localDate(Date.parse('2026-02-28T15:59:59.999Z'))).toBe('2026-02-28');
    expect(localDate(Date.parse('2026-02-28T16:00:00Z'))).toBe('2026-03-01');
    expect(new Date(startOf('2026-03-01')).toISOString()).toBe('2026-02-28T16:00:00.000Z');
  });

  test('is the date of its own beginning and of its last millisecond', () => {
    fc.assert(
      fc.property(dates, (date) => {
        expect(localDate(startOf(date))).toBe(date);
        expect(localDate(startOf(addDays(date, 1)) - 1)).toBe(date);
      }),
    );
  });

  test('and so many days are apart by so many days', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -2000, max: 2000 }), (date, days) => {
        expect(daysBetween(date, addDays(date, days))).toBe(days);
      }),
    );
  });
});

describe('Days and months are added', () => {
  test.each([
    ['2026-01-25', 7, '2026-02-01'],
    ['2028-02-22', 7, '2028-02-29'],
    ['2027-02-22', 7, '2027-03-01'],
    ['2026-12-25', 15, '2027-01-09'],
  ])('%s and %i days: %s', (date, days, expected) => {
    expect(addDays(date, days)).toBe(expected);
  });

  test.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2028-01-31', 1, '2028-02-29'],
    ['2028-02-29', 12, '2029-02-28'],
    ['2028-02-29', -12, '2027-02-28'],
    ['2026-03-31', -1, '2026-02-28'],
    ['2026-05-31', 1, '2026-06-30'],
    ['2026-11-30', -12, '2025-11-30'],
    ['2026-12-15', 1, '2027-01-15'],
  ])('%s and %i months: %s', (date, months, expected) => {
    expect(addMonths(date, months)).toBe(expected);
  });

  test('a month later has the same day or is the end of its month', () => {
    fc.assert(
      fc.property(dates, fc.integer({ min: -36, max: 36 }), (date, months) => {
        const later = addMonths(date, months);
        const sameDay = later.slice(8) === date.slice(8);
        expect(sameDay || addDays(later, 1).slice(8) === '01').toBe(true);
      }),
    );
  });
});

describe('A closing date', () => {
  test.each([
    // National Day 2026: 1 to 7 October are off.
    ['2026-10-01', '2026-10-08'],
    ['2026-10-07', '2026-10-08'],
    // Spring Festival 2026: 15 to 23 February are off.
    ['2026-02-17', '2026-02-24'],
    ['2026-01-01', '2026-01-04'],
    // Named by the law, in a year that is not announced.
    ['2031-10-01', '2031-10-06'],
  ])('on the public holiday %s moves to %s, a day that is worked', (date, moved) => {
    expect(afterHoliday(date, workingDays)).toBe(moved);
  });

  test.each([
    ['2026-10-17', 'an ordinary Saturday'],
    ['2026-10-10', 'a Saturday that is worked'],
    ['2026-11-04', 'a Wednesday'],
    // A Tuesday that is likely to be off; nobody knows before it is announced.
    ['2031-10-07', 'a date of a year that is not announced'],
  ])('on %s, %s, stays', (date) => {
    expect(afterHoliday(date, workingDays)).toBe(date);
  });

  test('never moves back, never onto a holiday, and at most by eleven days', () => {
    fc.assert(
      fc.property(dates, (date) => {
        const moved = afterHoliday(date, workingDays);
        expect(daysBetween(date, moved)).toBeGreaterThanOrEqual(0);
        expect(daysBetween(date, moved)).toBeLessThan(12);
        expect(workingDays.isHoliday(moved)).toBe(false);
        if (moved !== date) expect(workingDays.isWorked(moved)).toBe(true);
      }),
    );
  });
});

describe('The Chinese calendar', () => {
  // Notice of the State Council of 4 November 2025.
  const holidays2026 = [
    ['2026-01-01', '2026-01-03'],
    ['2026-02-15', '2026-02-23'],
    ['2026-04-04', '2026-04-06'],
    ['2026-05-01', '2026-05-05'],
    ['2026-06-19', '2026-06-21'],
    ['2026-09-25', '2026-09-27'],
    ['2026-10-01', '2026-10-07'],
  ] as const;
  const workedWeekends2026 = [
    '2026-01-04',
    '2026-02-14',
    '2026-02-28',
    '2026-05-09',
    '2026-09-20',
    '2026-10-10',
  ];
  const daysOf = (year: number) =>
    Array.from({ length: 365 }, (_, n) => addDays(`${year}-01-01`, n)).filter((date) =>
      date.startsWith(String(year)),
    );
  const isWeekend = (date: string) => [0, 6].includes(new Date(`${date}T00:00:00Z`).getUTCDay());

  test.each(['UTC', 'America/Los_Angeles', 'Asia/Shanghai', 'Pacific/Kiritimati'])(
    'of 2026 is the one that was announced, on a machine in %s',
    (zone) => {
      vi.stubEnv('TZ', zone);
      try {
        const isOff = (date: string) => holidays2026.some(([from, to]) => from <= date && date <= to);
        for (const date of daysOf(2026)) {
          expect([date, workingDays.isHoliday(date)]).toEqual([date, isOff(date)]);
          expect([date, workingDays.isWorked(date)]).toEqual([
            date,
            workedWeekends2026.includes(date) || (!isOff(date) && !isWeekend(date)),
          ]);
        }
      } finally {
        vi.unstubAllEnvs();
      }
    },
  );

  test('of a year that is not announced yet has the days that the law itself names', () => {
    // 除夕 is 22 January and 中秋 the day of 国庆; late enough that nobody announces it soon.
    const byLaw = [
      ...['2031-01-01', '2031-01-22', '2031-01-23', '2031-01-24', '2031-01-25', '2031-04-05'],
      ...['2031-05-01', '2031-05-02', '2031-06-24', '2031-10-01', '2031-10-02', '2031-10-03'],
    ];
    for (const date of daysOf(2031)) {
      expect([date, workingDays.isHoliday(date)]).toEqual([date, byLaw.includes(date)]);
      expect([date, workingDays.isWorked(date)]).toEqual([date, !byLaw.includes(date) && !isWeekend(date)]);
    }
  });
});
