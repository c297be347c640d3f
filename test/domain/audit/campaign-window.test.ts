import { describe, expect, test } from 'vitest';
import { checkWindow, secondsUntil } from '../../../packages/domain/audit/campaign-window.ts';

const now = Date.parse('2026-12-01T00:00:00Z');
const window = {
  opensAt: '2026-12-01T00:00:00Z',
  dueAt: '2026-12-15T00:00:00Z',
  closesAt: '2026-12-22T00:00:00Z',
};

describe('the window of a campaign', () => {
  test('stands when it opens, is due and closes in this order', () => {
    expect(checkWindow(window, now)).toEqual([]);
  });

  test.each([
    ['ends before it starts', { closesAt: '2026-11-30T00:00:00Z' }, 'window-ends-before-it-starts'],
    ['ends when it starts', { closesAt: '2026-12-01T00:00:00Z' }, 'window-ends-before-it-starts'],
    ['is longer than a year', { closesAt: '2027-12-03T00:00:00Z' }, 'window-too-long'],
    ['is due before it opens', { dueAt: '2026-11-30T00:00:00Z' }, 'due-outside-window'],
    ['is due after it closes', { dueAt: '2026-12-22T00:00:01Z' }, 'due-outside-window'],
  ])('does not stand when it %s', (_situation, change, code) => {
    expect(checkWindow({ ...window, ...change }, now).map((p) => p.code)).toContain(code);
  });

  test('does not stand when it is over', () => {
    expect(checkWindow(window, Date.parse('2026-12-22T00:00:00Z')).map((p) => p.code)).toEqual([
      'window-is-over',
    ]);
  });

  test('is the same instant in any offset', () => {
    expect(checkWindow({ ...window, closesAt: '2026-12-22T08:00:00+08:00' }, now)).toEqual([]);
  });

  test('never waits less than a second', () => {
    expect(secondsUntil('2026-11-30T00:00:00Z', now)).toBe(1);
    expect(secondsUntil('2026-12-01T00:00:01.200Z', now)).toBe(2);
  });
});
