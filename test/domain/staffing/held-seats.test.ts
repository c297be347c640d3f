import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays } from '../../../packages/domain/calendar.ts';
import { holdersOf } from '../../../packages/domain/staffing/acting.ts';
import { type HeldSeats, heldSeats } from '../../../packages/domain/staffing/held-seats.ts';

interface Roster {
  assignments: { personId: string; position: string; since: string; acting: boolean }[];
  acting?: { personId: string; position: string; from: string; until: string; renewed: number }[];
  seats?: HeldSeats;
}
const holds = (personId: string, since: string, position = 'CC') => ({
  ...{ personId, position, since, acting: false },
});
const roster = (...assignments: Roster['assignments']): Roster => ({ assignments });
/** The roster once somebody has come or gone on a day. */
const onceOf = (before: Roster, on: string, ...assignments: Roster['assignments']): Roster => ({
  ...before,
  assignments,
  seats: heldSeats(before, assignments, on),
});
const heldSince = (of: Roster) =>
  Object.fromEntries(holdersOf(of).map(({ personId, heldSince: since }) => [personId, since]));

describe('A position', () => {
  const master = holds('per_SM', '2020-01-01', 'SM');
  const first = roster(master, holds('per_A', '2024-05-01'));

  test.each([
    ['the same day', '2026-10-10', '2024-05-01'],
    ['the day after', '2026-10-11', '2024-05-01'],
    ['a week after', '2026-10-17', '2024-05-01'],
    ['more than a week after', '2026-10-18', undefined],
  ])('that is taken again %s is held since %s → %s', (_when, since, expected) => {
    const vacant = onceOf(first, '2026-10-10', master);
    expect(vacant.seats).toEqual({ CC: { since: '2024-05-01', until: '2026-10-10' } });
    const taken = onceOf(vacant, since, master, holds('per_B', since));
    expect(heldSince(taken).per_B).toBe(expected);
    expect(heldSince(taken).per_SM).toBeUndefined();
  });

  test('of which one of two goes stays held, and so it does when the successor comes first', () => {
    const both = onceOf(first, '2026-10-01', ...first.assignments, holds('per_B', '2026-10-01'));
    expect(heldSince(both).per_B).toBeUndefined();
    const one = onceOf(both, '2026-10-10', master, holds('per_B', '2026-10-01'));
    expect(heldSince(one).per_B).toBe('2024-05-01');
    const next = onceOf(one, '2026-11-01', master, holds('per_C', '2026-11-01'));
    expect(heldSince(next).per_C).toBe('2024-05-01');
  });

  test('in which somebody acts meanwhile is held all the time', () => {
    const vacant = onceOf(first, '2026-10-10', master);
    const acted = {
      ...vacant,
      acting: [{ personId: 'per_SM', position: 'CC', from: '2026-10-13', until: '2026-11-05', renewed: 0 }],
    };
    expect(holdersOf(acted).find(({ until }) => until)).toMatchObject({ heldSince: '2024-05-01' });
    expect(heldSince(onceOf(acted, '2026-11-08', master, holds('per_B', '2026-11-08'))).per_B).toBe(
      '2024-05-01',
    );
    expect(
      heldSince(onceOf(acted, '2026-11-20', master, holds('per_B', '2026-11-20'))).per_B,
    ).toBeUndefined();
  });

  test('is held since the day that a plain look at all holders gives', () => {
    const step = fc.record({ gap: fc.nat(12), days: fc.integer({ min: 1, max: 40 }) });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1, maxLength: 8 }), (steps) => {
        let now = '2026-01-01';
        let held = onceOf(roster(), now, holds('per_0', now));
        let [since, left] = [now, ''];
        for (const [at, { gap, days }] of steps.entries()) {
          left = addDays(now, days);
          held = onceOf(held, left);
          now = addDays(left, gap);
          held = onceOf(held, now, holds(`per_${at + 1}`, now));
          if (gap > 7) since = now;
          const [holder] = holdersOf(held);
          expect(holder?.heldSince ?? holder?.since).toBe(since);
        }
      }),
    );
  });
});
