import { describe, expect, test } from 'vitest';
import { calendarText, type DutyCalendar, type DutyEntry } from '../../packages/cli/duty-text.ts';
import { wordsIn } from '../../packages/cli/messages.ts';

const calendarOf = (entries: Partial<DutyEntry>[], given: Partial<DutyCalendar> = {}): DutyCalendar => ({
  stationId: 'stn_A-1',
  edition: '1',
  from: '2026-11-01',
  to: '2026-11-30',
  today: '2026-11-26',
  dutiesFrom: '2026-10-01',
  positions: entries.map((entry) => ({
    position: 'SM',
    duties: [
      {
        dutyId: 'R41',
        line: 'R41',
        name: { zh: '核对编制', en: 'Check the staffing' },
        entries: [
          {
            ...{ kind: 'period', of: '2026-11', first: '2026-11-01', last: '2026-11-30' },
            ...{ dueAt: '2026-11-03T16:00:00.000Z', state: 'missed', records: [] },
            ...entry,
          },
        ],
      },
    ],
  })),
  ...given,
});
const drawn = (calendar: DutyCalendar, asked?: string) =>
  calendarText(calendar, wordsIn('en'), 'en', asked).split('\n');

describe('A month of duties as a drawing', () => {
  test.each([
    [
      'the day on which it is due, where that comes before the stretch is over',
      '2026-11-03T16:00:00.000Z',
      3,
    ],
    ['the last day of the stretch, where it may be done later', '2026-12-05T16:00:00.000Z', 30],
  ])('shows what is missed on %s', (_, dueAt, day) => {
    const row = drawn(calendarOf([{ dueAt }])).find((line) => line.includes('R41')) ?? '';
    expect(row.slice(38).indexOf('✗')).toBe(day - 1);
  });

  test('is not drawn without a duty, and says why', () => {
    const says = (given: Partial<DutyCalendar>, asked?: string) =>
      drawn(calendarOf([], given), asked).slice(1);
    expect(says({})).toEqual(['owed since 2026-10-01', 'no duty is owed in these days']);
    expect(says({}, 'QI')).toEqual(['owed since 2026-10-01', 'QI owes no duty in these days']);
    const { dutiesFrom: _, ...begun } = calendarOf([]);
    expect(drawn(begun).slice(1)).toEqual([expect.stringMatching(/^not begun/)]);
  });
});
