import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, localDate } from '../../../packages/domain/calendar.ts';
import {
  isPeriodic,
  type PeriodicRule,
  periodOf,
  stateOfPeriod,
} from '../../../packages/domain/duty/duty-periods.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { loadEdition } from '../../../packages/standard/load-edition.ts';
import { plainWeeks } from '../../support/paths.ts';

const edition = loadEdition('edition-1');
const ruleOf = (id: string): PeriodicRule => {
  const rule = edition.recurringDuties.find((duty) => duty.id === id)?.rules.find(isPeriodic);
  if (!rule) throw new Error(`${id} owes nothing per stretch of time`);
  return rule;
};
const at = (text: string) => Date.parse(`${text}+08:00`);

describe('A stretch of time', () => {
  test.each([
    ['R01', '2026-03-02', '2026-03-02', '2026-03-02T18:00'],
    ['R34', '2026-03-06', '2026-03-06', '2026-03-07T10:00'],
    ['R09', '2026-03-04', '2026-W10', '2026-03-09T00:00'],
    ['R05', '2026-02-10', '2026-02', '2026-03-06T00:00'],
    ['R41', '2026-02-10', '2026-02', '2026-02-04T00:00'],
    ['R16', '2026-02-10', '2026-Q1', '2026-04-11T00:00'],
    ['R30', '2025-12-31', '2025-Q4', '2026-01-16T00:00'],
    ['R12', '2024-02-29', '2024-02', '2024-03-01T00:00'],
  ])('of %s on %s is %s and overdue at %s', (id, date, period, overdue) => {
    const found = periodOf(ruleOf(id), date, plainWeeks);
    expect(found?.id).toBe(period);
    expect(found?.overdueAt).toBe(at(overdue));
  });

  test.each([
    ['2024-12-30', '2025-W01'],
    ['2026-12-31', '2026-W53'],
    ['2027-01-03', '2026-W53'],
    ['2027-01-04', '2027-W01'],
  ])('a week belongs to the year of its Thursday: %s is in %s', (date, week) => {
    expect(periodOf(ruleOf('R09'), date, plainWeeks)?.id).toBe(week);
  });

  test('a daily duty is owed on worked days only, by the Chinese calendar', () => {
    expect(periodOf(ruleOf('R01'), '2026-10-01', workingDays)).toBeNull();
    expect(periodOf(ruleOf('R01'), '2026-03-07', plainWeeks)).toBeNull();
  });

  test('is the same for each of its days, and they follow one another without a gap', () => {
    const rules = edition.recurringDuties.flatMap(({ rules: all }) => all.filter(isPeriodic));
    fc.assert(
      fc.property(fc.constantFrom(...rules), fc.integer({ min: 0, max: 4000 }), (rule, days) => {
        const date = addDays('2020-01-01', days);
        const period = periodOf(rule, date, plainWeeks);
        if (!period) return;
        expect(period.first <= date && date <= period.last).toBe(true);
        expect(periodOf(rule, period.first, plainWeeks)?.id).toBe(period.id);
        expect(periodOf(rule, period.last, plainWeeks)?.id).toBe(period.id);
        if (rule.kind === 'window')
          expect(periodOf(rule, addDays(period.last, 1), plainWeeks)?.first).toBe(addDays(period.last, 1));
      }),
    );
  });
});

describe('The state of a stretch', () => {
  const rule = ruleOf('R09');
  const period = periodOf(rule, '2026-03-04', plainWeeks);
  if (!period) throw new Error('a week is owed');
  const record = (when: string, count: number) => ({
    period: '2026-W10',
    at: new Date(at(when)).toISOString(),
    count,
  });
  test.each([
    ['open while there is time', [record('2026-03-04T10:00', 3)], '2026-03-05T00:00', 'open'],
    [
      'done with five orders',
      [record('2026-03-04T10:00', 3), record('2026-03-06T10:00', 2)],
      '2026-03-20T00:00',
      'done',
    ],
    ['missed with three', [record('2026-03-04T10:00', 3)], '2026-03-09T00:00', 'missed'],
    [
      'late with what comes afterwards',
      [record('2026-03-04T10:00', 3), record('2026-03-10T10:00', 2)],
      '2026-03-20T00:00',
      'late',
    ],
    ['missed without any record', [], '2026-03-20T00:00', 'missed'],
  ] as const)('is %s', (_what, records, now, state) => {
    expect(stateOfPeriod(rule, period, records, at(now))).toBe(state);
  });

  test('counts hours where hours are owed', () => {
    const training = ruleOf('R20');
    const month = periodOf(training, '2026-03-04', plainWeeks);
    if (!month) throw new Error('a month is owed');
    const of = (hours: number) => [
      { period: '2026-03', at: new Date(at('2026-03-10T10:00')).toISOString(), hours },
    ];
    expect(stateOfPeriod(training, month, of(1), at('2026-04-02T00:00'))).toBe('missed');
    expect(stateOfPeriod(training, month, of(2), at('2026-04-02T00:00'))).toBe('done');
    expect(localDate(month.overdueAt)).toBe('2026-04-01');
  });
});
