import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  changesOfHolds,
  holdsOf,
  isPast,
  type PersonnelEvent,
  plannedOf,
  type Recorded,
  waitsForItsDay,
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

/** Said on one day for a later one. */
const ahead = <Event extends PersonnelEvent>(event: Event, days: number): Event => {
  const day = Math.round((Date.parse(event.at) - Date.parse(at(0))) / 86_400_000) + days;
  return { ...event, id: `${event.id} for ${day}`, on: on(day) };
};
const withdrawn = (day: number, { id }: PersonnelEvent): PersonnelEvent & { kind: 'withdrawn' } => ({
  ...{ kind: 'withdrawn', id: `withdrawn ${day} ${id}`, at: at(day), on: on(day), of: id },
});
const inEveryOrder = <T>(list: readonly T[]): T[][] =>
  list.length < 2
    ? [[...list]]
    : list.flatMap((first, i) =>
        inEveryOrder(list.filter((_, j) => j !== i)).map((rest) => [first, ...rest]),
      );

describe('What is told ahead', () => {
  const first = hired(1, 'A', 'SA');
  const leaves = ahead(left(2, 'A'), 8);
  const moves = ahead(transferred(2, ['A', 'SA'], ['B', 'SA']), 8);
  const comes = ahead(hired(2, 'A', 'SA'), 8);

  test.each<[string, PersonnelEvent[], string[]]>([
    ['a leave', [first, leaves], []],
    ['a leave that is given up', [first, leaves, withdrawn(5, leaves)], ['A SA']],
    ['a leave that is given up on its day', [first, leaves, withdrawn(10, leaves)], []],
    ['a leave on an earlier day than was told first', [first, leaves, ahead(left(4, 'A'), 2)], []],
    [
      'a leave on a later day than was told first, which is given up',
      [first, leaves, ahead(left(4, 'A'), 20), withdrawn(5, ahead(left(4, 'A'), 20))],
      ['A SA'],
    ],
    ['a leave of another station, told later', [first, leaves, ahead(left(4, 'B'), 2)], []],
    [
      'a leave, and a move inside the station before it',
      [first, leaves, transferred(5, ['A', 'SA'], ['A', 'MT'])],
      [],
    ],
    [
      'a leave, and a move inside the station after it, told later',
      [first, leaves, ahead(transferred(5, ['A', 'SA'], ['A', 'MT']), 20)],
      ['A MT'],
    ],
    [
      'a leave, and a move to another station instead of it',
      [first, leaves, ahead(transferred(5, ['A', 'SA'], ['B', 'SA']), 20)],
      ['B SA'],
    ],
    [
      'a leave, and that somebody comes back after it',
      [first, leaves, ahead(hired(5, 'A', 'MT'), 20)],
      ['A MT'],
    ],
    ['a move', [first, moves], ['B SA']],
    ['a move that is given up', [first, moves, withdrawn(3, moves)], ['A SA']],
    [
      'a move that is told anew',
      [first, moves, ahead(transferred(4, ['A', 'SA'], ['A', 'MT']), 2)],
      ['A MT'],
    ],
    [
      'a move to another station, and one inside the own that has happened before',
      [first, moves, transferred(5, ['A', 'SA'], ['A', 'MT'])],
      ['B SA'],
    ],
    ['a move of somebody who leaves before', [first, moves, ahead(left(5, 'A'), 2)], []],
    ['a move of somebody who leaves later', [first, moves, ahead(left(5, 'A'), 9)], ['B SA']],
    [
      'a move, and one that follows it',
      [first, moves, ahead(transferred(3, ['B', 'SA'], ['B', 'MT']), 9)],
      ['B MT'],
    ],
    ['a hire', [comes], ['A SA']],
    ['a hire of somebody who does not come', [comes, left(5, 'A')], []],
    ['a hire of somebody who comes and goes', [comes, ahead(left(5, 'A'), 9)], []],
    ['a hire for another day', [comes, ahead(hired(5, 'A', 'SA'), 9)], ['A SA']],
    [
      'a hire for another day, which is given up',
      [comes, ahead(hired(5, 'A', 'SA'), 9), withdrawn(7, ahead(hired(5, 'A', 'SA'), 9))],
      [],
    ],
    ['a hire that is given up', [comes, withdrawn(5, comes)], []],
    [
      'a hire for another position than was told',
      [comes, transferred(5, ['A', 'SA'], ['A', 'MT'])],
      ['A MT'],
    ],
    [
      'a hire elsewhere, told before the leave that makes room for it',
      [hired(1, 'A', 'GA'), ahead(hired(2, 'B', 'SA'), 9), ahead(left(3, 'A'), 7)],
      ['B SA'],
    ],
    [
      'a hire elsewhere on the day of the leave',
      [hired(1, 'A', 'GA'), ahead(hired(2, 'B', 'SA'), 8), ahead(left(3, 'A'), 7)],
      ['B SA'],
    ],
  ])('ends the same in every order: %s', (_what, events, expected) => {
    for (const order of inEveryOrder(events)) expect(names(told(order))).toEqual(expected);
  });

  test('takes nothing away before its day', () => {
    const known = told([first, { ...leaves, waits: true } as Recorded]);
    expect(names(known)).toEqual(['A SA']);
    expect(holdsOf(known, on(9))).toHaveLength(1);
    expect(holdsOf(known, on(10))).toEqual([]);
    expect(plannedOf(known).map(({ id }) => id)).toEqual([leaves.id]);
    expect(plannedOf(withEvent(known, withdrawn(5, leaves)))).toEqual([]);
    expect(names(withEvent(known, leaves))).toEqual([]);
    expect(withEvent(known, { ...leaves, waits: true } as Recorded)).toBe(known);
  });

  test('is given up too late from the first moment of its day on', () => {
    expect([9, 10].map((day) => isPast(withdrawn(day, leaves), [leaves]))).toEqual([false, true]);
    expect(isPast(withdrawn(20, leaves), [first])).toBe(false);
    expect(isPast(withdrawn(20, leaves), [leaves, withdrawn(5, leaves)])).toBe(false);
  });

  const place = fc.constantFrom('A', 'B');
  const position = fc.constantFrom('SA', 'MT');
  const plan = fc.record({
    said: fc.integer({ min: 0, max: 20 }),
    for: fc.integer({ min: 0, max: 12 }),
    heardAfter: fc.integer({ min: 0, max: 6 }),
    what: fc.oneof(
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
      place.map((s) => (day: number) => left(day, s)),
    ),
  });

  test('comes about by itself: the nights and what is heard in between end as if all were told when all is over', () => {
    fc.assert(
      fc.property(fc.array(plan, { maxLength: 9 }), (plans) => {
        const events = plans.map(({ said, for: days, heardAfter, what }, i) => {
          const event = ahead(what(said), days);
          return { ...event, id: `${i} ${event.id}`, heardOn: said + heardAfter };
        });
        let known: readonly Recorded[] = [];
        for (let day = 0; day <= 40; day++) {
          for (const { waits: _, ...due } of plannedOf(known).filter((one) => one.on <= on(day)))
            known = withEvent(known, due);
          for (const { heardOn, ...event } of events.filter((one) => one.heardOn === day))
            known = withEvent(known, waitsForItsDay(event, on(day)) ? { ...event, waits: true } : event);
          expect(plannedOf(known).every((one) => one.on > on(day))).toBe(true);
        }
        expect(names(known)).toEqual(names(told(events)));
      }),
    );
  });

  test('is given up although the word of it comes first, and an import lies between', () => {
    const known: PersonnelEvent = {
      ...{ kind: 'known', id: 'roster', at: at(7), on: on(7) },
      holds: [{ stationId: 'A', position: 'SA', since: on(0) }],
    };
    for (const order of inEveryOrder([leaves, withdrawn(5, leaves)]))
      expect(names(told([known, ...order]))).toEqual(['A SA']);
  });

  test('is kept while older events are folded, and so is what overtook it', () => {
    const far = ahead(left(2, 'A'), 300);
    const given = ahead(left(3, 'A'), 320);
    const busy = Array.from({ length: 90 }, (_, i) => hired(10 + i, 'A', i % 2 === 0 ? 'MT' : 'SA'));
    const waiting = { waits: true } as const;
    const known = [
      first,
      { ...far, ...waiting },
      { ...given, ...waiting },
      withdrawn(5, far),
      ...busy,
    ].reduce<readonly Recorded[]>((all, event) => withEvent(all, event), []);
    expect(known.length).toBeLessThanOrEqual(41);
    expect(plannedOf(known).map(({ id }) => id)).toEqual([given.id]);
    expect(names(known)).toEqual(['A SA', 'A MT']);
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
