import { describe, expect, test } from 'vitest';
import { vacancyDates } from '../../../packages/domain/staffing/vacancy.ts';
import { workingDays } from '../../../packages/lambda/working-days.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { plainWeeks } from '../../support/paths.ts';

const rules = rulesOfEdition1.staffing;

describe('A vacancy', () => {
  test.each(rules.keyPosts)('of the key post %s is filled within 30 days', (position) => {
    expect(vacancyDates('2026-03-02', position, rules, plainWeeks).fillBy).toBe('2026-04-01');
  });

  test.each(Object.keys(rules.table).filter((code) => !rules.keyPosts.includes(code)))(
    'of %s is filled within 60 days',
    (position) => {
      expect(vacancyDates('2026-03-02', position, rules, plainWeeks).fillBy).toBe('2026-05-01');
    },
  );

  test.each([
    ['a Monday', '2026-03-02', '2026-03-05'],
    ['a Thursday', '2026-03-05', '2026-03-10'],
    ['a Saturday', '2026-03-07', '2026-03-11'],
  ])('that begins on %s has an acting holder within three worked days', (_day, since, actingBy) => {
    expect(vacancyDates(since, 'SA', rules, plainWeeks).actingBy).toBe(actingBy);
  });

  test('waits over the public holidays of October', () => {
    expect(vacancyDates('2026-09-30', 'SA', rules, workingDays).actingBy).toBe('2026-10-10');
  });

  test('goes by calendar days where the edition says so', () => {
    const calendarDays = {
      ...rules,
      acting: { ...rules.acting, namedWithin: { days: 3, kind: 'calendar' as const } },
    };
    expect(vacancyDates('2026-03-06', 'SA', calendarDays, plainWeeks).actingBy).toBe('2026-03-09');
  });
});
