import { describe, expect, test } from 'vitest';
import { parseSchedule } from '../../../packages/local/events/schedule-expression.ts';

const at = (text: string) => Date.parse(text);
const next = (expression: string, after: string, zone = 'UTC', start = after) => {
  const time = parseSchedule(expression, zone, at(start))(at(after));
  return time === undefined ? undefined : new Date(time).toISOString();
};

describe('a schedule expression', () => {
  test.each([
    ['rate(5 minutes)', '2026-01-01T00:07:00Z', 'UTC', '2026-01-01T00:00:00Z', '2026-01-01T00:10:00.000Z'],
    ['rate(1 day)', '2026-01-01T00:00:00Z', 'UTC', '2026-01-01T00:00:00Z', '2026-01-02T00:00:00.000Z'],
    ['cron(0 3 * * ? *)', '2026-01-01T00:00:00Z', 'Asia/Shanghai', undefined, '2026-01-01T19:00:00.000Z'],
    ['cron(30 8 ? * 2-6 *)', '2026-01-02T09:00:00Z', 'UTC', undefined, '2026-01-05T08:30:00.000Z'],
    ['cron(0 9 ? * MON *)', '2026-01-01T00:00:00Z', 'UTC', undefined, '2026-01-05T09:00:00.000Z'],
    ['cron(0 0 L * ? *)', '2026-02-01T00:00:00Z', 'UTC', undefined, '2026-02-28T00:00:00.000Z'],
    ['cron(0/15 * * * ? 2027)', '2026-12-31T23:59:00Z', 'UTC', undefined, '2027-01-01T00:00:00.000Z'],
    [
      'at(2026-03-01T08:00:00)',
      '2026-01-01T00:00:00Z',
      'Asia/Shanghai',
      undefined,
      '2026-03-01T00:00:00.000Z',
    ],
    ['at(2026-03-01T08:00:00)', '2026-04-01T00:00:00Z', 'UTC', undefined, undefined],
  ])('%s after %s', (expression, after, zone, start, expected) => {
    expect(next(expression, after, zone, start ?? after)).toBe(expected);
  });

  test('that is none is refused', () => {
    expect(() => parseSchedule('every day', 'UTC', 0)).toThrow('no schedule expression');
    expect(() => parseSchedule('rate(5 parsecs)', 'UTC', 0)).toThrow('no rate');
  });
});
