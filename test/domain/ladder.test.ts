import { describe, expect, test } from 'vitest';
import { startOf } from '../../packages/domain/calendar.ts';
import { climbFor } from '../../packages/domain/ladder.ts';

const escalation = [
  { overdueDays: 1, tell: ['person', 'owner', 'line-manager'] },
  { overdueDays: 3, tell: ['SM'] },
];
const look = (line: string[], turn: string, from: string, now: string) =>
  climbFor({ escalation, line }, '2026-12-01', turn, startOf(from), startOf(now));

describe('A rung of somebody’s way', () => {
  test('names whose turn it is and the position above, each once', () => {
    expect(look(['WSM', 'SM'], 'TD', '2026-12-01', '2026-12-02')).toMatchObject({
      tell: ['person', 'TD', 'WSM'],
      owner: 'TD',
    });
    expect(look(['WSM', 'SM'], 'line-manager', '2026-12-01', '2026-12-02')).toMatchObject({
      tell: ['person', 'WSM'],
      owner: 'WSM',
    });
  });

  test('names HQ where nobody of the station is above', () => {
    expect(look([], 'line-manager', '2026-12-01', '2026-12-02')).toMatchObject({
      tell: ['person', 'hq-region'],
      owner: 'hq-region',
    });
  });

  test('that was reached late is told together with those before it', () => {
    expect(look(['WSM', 'SM'], 'person', '2026-12-01', '2026-12-04')).toMatchObject({
      overdueDays: 3,
      tell: ['person', 'WSM', 'SM'],
    });
  });

  test('that is not reached yet is waited for', () => {
    expect(look(['WSM'], 'person', '2026-11-30', '2026-12-01')).toEqual({
      next: 'wait',
      lookAt: new Date(startOf('2026-12-02')).toISOString(),
      seconds: 86_400,
      owner: 'person',
    });
  });
});
