import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { addDays, addMonths } from '../../../packages/domain/calendar.ts';
import { type Away, awayBefore, monthsAway, timesWithout } from '../../../packages/domain/roster/away.ts';
import type { PersonnelEvent } from '../../../packages/domain/roster/employment.ts';

describe('A long time away', () => {
  test('is recorded in parts of two months, and counts as a whole', () => {
    let absence: Away & { earlier?: Away[] } = { from: '2026-01-01', to: '2026-03-01' };
    for (const next of [
      { from: '2026-03-02', to: '2026-04-30' },
      { from: '2026-05-01', to: '2026-06-29' },
      { from: '2026-06-30', to: '2026-07-01' },
    ])
      absence = { ...next, earlier: awayBefore(absence, next, absence.from) };
    const all = [...(absence.earlier ?? []), absence];
    expect(monthsAway(all, undefined, '2026-07-01')).toBe(6.5);
    // Six months to the day are not more than six; days to come do not count yet.
    expect(monthsAway(all, undefined, '2026-06-30')).toBe(6);
    // What was before the practical is over.
    expect(monthsAway(all, '2026-03-01', '2026-12-01')).toBe(4);
  });

  test('is corrected by what is recorded over it, and what never came about does not count', () => {
    const planned = { from: '2026-05-01', to: '2026-05-20' };
    expect(awayBefore(planned, { from: '2026-04-28', to: '2026-05-10' }, '2026-04-27')).toEqual([]);
    expect(awayBefore(planned, { from: '2026-05-11', to: '2026-06-20' }, '2026-05-11')).toEqual([
      { from: '2026-05-01', to: '2026-05-10' },
    ]);
    expect(awayBefore(planned, { from: '2026-08-01', to: '2026-08-02' }, '2026-04-27')).toEqual([]);
    expect(awayBefore(planned, { from: '2026-08-01', to: '2026-08-02' }, '2026-05-08')).toEqual([
      { from: '2026-05-01', to: '2026-05-07' },
    ]);
  });

  test('lies between losing a position and taking it again, at whichever station', () => {
    const event = (kind: 'hired' | 'left', on: string, stationId: string): PersonnelEvent =>
      ({
        ...{ id: `${kind}-${on}`, at: `${on}T02:00:00.000Z`, on, stationId, kind },
        ...(kind === 'hired' ? { position: 'MT' } : {}),
      }) as PersonnelEvent;
    const events = [
      event('hired', '2026-10-01', 'stn_B-1'),
      event('left', '2026-03-01', 'stn_A-1'),
      event('hired', '2025-01-01', 'stn_A-1'),
    ];
    expect(timesWithout(events, 'MT')).toEqual([{ from: '2026-03-02', to: '2026-09-30' }]);
    expect(timesWithout(events, 'PT')).toEqual([]);
    const moved: PersonnelEvent = {
      ...{ id: 't', at: '2026-11-01T02:00:00.000Z', on: '2026-11-01', kind: 'transferred' },
      ...{ from: { stationId: 'stn_B-1', position: 'MT' }, stationId: 'stn_C-1', position: 'MT' },
    };
    expect(timesWithout([...events, moved], 'MT')).toHaveLength(1);
    // An import that names them no more says nothing of the day.
    const gone: PersonnelEvent = {
      ...{ id: 'roster', at: '2025-01-02T02:00:00.000Z', on: '2025-01-02', kind: 'known', holds: [] },
    };
    expect(timesWithout([events[2] as PersonnelEvent, gone, events[0] as PersonnelEvent], 'MT')).toEqual([]);
  });

  test('does not begin with a plan that was told anew', () => {
    const move = (on: string, at: string, from: string, to: string): PersonnelEvent => ({
      ...{ id: `${on} ${to}`, at: `${at}T02:00:00.000Z`, on, kind: 'transferred' },
      ...{ from: { stationId: 'stn_A-1', position: from }, stationId: 'stn_A-1', position: to },
    });
    const hired: PersonnelEvent = {
      ...{ kind: 'hired', id: 'h', at: '2025-01-01T02:00:00.000Z', on: '2025-01-01' },
      ...{ stationId: 'stn_A-1', position: 'MT' },
    };
    const events = [
      hired,
      move('2026-03-10', '2026-03-01', 'MT', 'PT'),
      move('2026-06-01', '2026-03-05', 'MT', 'PT'),
      move('2026-09-01', '2026-09-01', 'PT', 'MT'),
    ];
    expect(timesWithout(events, 'MT')).toEqual([{ from: '2026-06-02', to: '2026-08-31' }]);
  });

  test('has whole months by the calendar, over leap days and ends of months', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 3000 }), fc.integer({ min: 1, max: 24 }), (days, months) => {
        const from = addDays('2023-01-01', days);
        const last = addDays(addMonths(from, months), -1);
        expect(monthsAway([{ from, to: last }], undefined, '2040-01-01')).toBe(months);
        expect(monthsAway([{ from, to: addDays(last, 1) }], undefined, '2040-01-01')).toBeGreaterThan(months);
      }),
      { numRuns: 200 },
    );
  });
});
