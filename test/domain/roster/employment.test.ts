import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesOfHolds,
  holdsOf,
  type PersonnelEvent,
  type Recorded,
  withEvent,
} from '../../../packages/domain/roster/employment.ts';

const at = (day: number) => new Date(Date.UTC(2026, 0, 1 + day)).toISOString();
const on = (day: number) => at(day).slice(0, 10);
const hired = (day: number, stationId: string, position: string): PersonnelEvent => ({
  kind: 'hired',
  id: `hired ${day} ${stationId} ${position}`,
  at: at(day),
  on: on(day),
  stationId,
  position,
});
const transferred = (day: number, from: [string, string], to: [string, string]): PersonnelEvent => ({
  kind: 'transferred',
  id: `transferred ${day}`,
  at: at(day),
  on: on(day),
  from: { stationId: from[0], position: from[1] },
  stationId: to[0],
  position: to[1],
});
const left = (day: number, stationId?: string): PersonnelEvent => ({
  kind: 'left',
  id: `left ${day}`,
  at: at(day),
  on: on(day),
  ...(stationId ? { stationId } : {}),
});
const told = (events: readonly PersonnelEvent[]) =>
  events.reduce<readonly Recorded[]>((known, event) => withEvent(known, event), []);
const names = (events: readonly Recorded[]) =>
  holdsOf(events).map(({ stationId, position }) => `${stationId} ${position}`);

describe('What a person holds', () => {
  test.each<[string, PersonnelEvent[], string[]]>([
    ['a hire', [hired(1, 'A', 'SA')], ['A SA']],
    ['a further position', [hired(1, 'A', 'GA'), hired(2, 'A', 'CC')], ['A GA', 'A CC']],
    ['the same hire told twice by different names', [hired(1, 'A', 'SA'), hired(3, 'A', 'SA')], ['A SA']],
    [
      'a move inside the station',
      [hired(1, 'A', 'SA'), transferred(2, ['A', 'SA'], ['A', 'SVM'])],
      ['A SVM'],
    ],
    [
      'a move to another station, which leaves everything behind',
      [hired(1, 'A', 'GA'), hired(2, 'A', 'CC'), transferred(3, ['A', 'CC'], ['B', 'CC'])],
      ['B CC'],
    ],
    ['a leave', [hired(1, 'A', 'SA'), left(2, 'A')], []],
    ['a leave of another station', [hired(1, 'A', 'SA'), left(2, 'B')], ['A SA']],
    ['a hire elsewhere before the leave', [hired(1, 'A', 'SA'), hired(2, 'B', 'SA')], ['A SA']],
    ['a hire elsewhere after the leave', [hired(1, 'A', 'SA'), left(2, 'A'), hired(3, 'B', 'SA')], ['B SA']],
    ['somebody who comes back', [hired(1, 'A', 'SA'), left(2), hired(9, 'A', 'SA')], ['A SA']],
    ['a move of somebody of whom no hire was heard', [transferred(2, ['A', 'SA'], ['B', 'SA'])], ['B SA']],
  ])('after %s', (_what, events, expected) => {
    expect(names(told(events))).toEqual(expected);
  });

  test('takes no notice of what the standard refused', () => {
    expect(names([{ ...hired(1, 'A', 'SA'), refused: 'no-seat' }])).toEqual([]);
  });

  test('begins again with what a roster said, and with nothing older', () => {
    const known: PersonnelEvent = {
      kind: 'known',
      id: 'roster',
      at: at(5),
      on: on(5),
      holds: [{ stationId: 'A', position: 'MT', since: on(0) }],
    };
    expect(names(told([known, hired(2, 'B', 'SA')]))).toEqual(['A MT']);
    expect(names(told([known, left(6, 'A')]))).toEqual([]);
  });

  const place = fc.constantFrom('A', 'B');
  const position = fc.constantFrom('SA', 'MT', 'GA');
  const event: fc.Arbitrary<(day: number) => PersonnelEvent> = fc.oneof(
    fc.tuple(place, position).map(
      ([s, p]) =>
        (day: number) =>
          hired(day, s, p),
    ),
    fc.tuple(place, position, place, position).map(
      ([s, p, t, q]) =>
        (day: number) =>
          transferred(day, [s, p], [t, q]),
    ),
    fc.option(place, { nil: undefined }).map((s) => (day: number) => left(day, s)),
  );
  const story = fc.array(event, { maxLength: 12 }).map((made) => made.map((one, day) => one(day)));

  test('does not depend on the order in which it is told, nor on how often', () => {
    fc.assert(
      fc.property(
        story.chain((events) =>
          fc.tuple(
            fc.constant(events),
            fc.shuffledSubarray(events, { minLength: events.length }),
            fc.array(fc.integer({ min: 0, max: Math.max(0, events.length - 1) }), { maxLength: 8 }),
          ),
        ),
        ([events, shuffled, again]) => {
          const repeats = again.flatMap((place) => events[place] ?? []);
          expect(names(told([...shuffled, ...repeats]))).toEqual(names(told(events)));
        },
      ),
    );
  });

  test('is never at two stations', () => {
    fc.assert(
      fc.property(story, (events) => {
        expect(new Set(holdsOf(told(events)).map(({ stationId }) => stationId)).size).toBeLessThan(2);
      }),
    );
  });

  test('is the same when the oldest of many events are folded', () => {
    const events = Array.from({ length: 120 }, (_, day) =>
      day % 3 === 0 ? hired(day, 'A', 'SA') : day % 3 === 1 ? hired(day, 'A', 'MT') : left(day, 'A'),
    );
    const kept = told(events);
    expect(kept.length).toBeLessThanOrEqual(40);
    expect(names(kept)).toEqual(names(events));
  });
});

describe('What began and what ended', () => {
  test('is told by position and station', () => {
    const before = holdsOf(told([hired(1, 'A', 'GA'), hired(2, 'A', 'CC')]));
    const after = holdsOf(
      told([hired(1, 'A', 'GA'), hired(2, 'A', 'CC'), transferred(3, ['A', 'CC'], ['A', 'SA'])]),
    );
    const { begun, ended } = changesOfHolds(before, after);
    expect(begun.map((hold) => hold.position)).toEqual(['SA']);
    expect(ended.map((hold) => hold.position)).toEqual(['CC']);
  });
});
