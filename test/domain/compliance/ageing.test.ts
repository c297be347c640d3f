import { describe, expect, test } from 'vitest';
import { addDays } from '../../../packages/domain/calendar.ts';
import { ageBreach, toldOf } from '../../../packages/domain/compliance/age-breach.ts';
import type { Breach } from '../../../packages/domain/compliance/station-facts.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { plainWeeks } from '../../support/paths.ts';

const rules = { edition: rulesOfEdition1, duties: [], calendar: plainWeeks };
const since = '2026-03-02';
const seat = (rule: Breach['rule'], position: string): Breach => ({
  key: `${rule}#${position}`,
  rule,
  subject: position,
  position,
  severity: 'minor',
  owner: 'SM',
});
const reckoned = (found: Breach, days: number) => ageBreach(found, since, addDays(since, days), rules);

describe('A vacant seat', () => {
  test.each([
    ['TD', 30, 'major', 'critical'],
    ['GA', 60, 'minor', 'major'],
  ] as const)('%s is filled within %d days, and worse afterwards', (position, days, first, later) => {
    const vacant = seat('vacant-seat', position);
    expect(reckoned(vacant, 0)).toEqual({ due: addDays(since, days), severity: first, rung: 0 });
    expect(reckoned(vacant, days)).toMatchObject({ severity: first, rung: 0 });
    expect(reckoned(vacant, days + 1)).toMatchObject({ severity: later, rung: 1 });
  });

  test('is covered within three worked days', () => {
    // A Thursday: Friday, Monday, Tuesday.
    const uncovered = ageBreach(seat('uncovered-seat', 'GA'), '2026-03-05', '2026-03-05', rules);
    expect(uncovered.due).toBe('2026-03-10');
  });
});

test('A breach climbs by a rung on the first, third and seventh day overdue', () => {
  const late = { ...seat('correction-overdue', 'GA'), due: since, owner: 'GA' };
  expect([0, 1, 2, 3, 6, 7, 30].map((days) => reckoned(late, days).rung)).toEqual([0, 1, 1, 2, 2, 3, 3]);
  expect(toldOf({ owner: 'GA', rung: 0 })).toEqual(['GA']);
  expect(toldOf({ owner: 'GA', rung: 3 })).toEqual(['GA', 'SM', 'region-manager', 'hq-network']);
  expect(toldOf({ owner: 'SM', rung: 1 })).toEqual(['SM']);
});

test('A breach that goes up to HQ at once is told to everybody on its first day', () => {
  const grave = { ...seat('duty-missed', 'SVM'), due: since, owner: 'SVM', rung: 3 };
  const { rung } = reckoned(grave, 0);
  expect(toldOf({ owner: 'SVM', rung })).toEqual(['SVM', 'SM', 'region-manager', 'hq-network']);
});

test('A breach without a day of its own is mended within thirty', () => {
  expect(reckoned(seat('combination', 'GA'), 0).due).toBe(addDays(since, 30));
});
