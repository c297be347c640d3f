import type { LocalDate } from '../calendar.ts';

/** A position that a person holds at a station. */
export interface Hold {
  stationId: string;
  position: string;
  since: LocalDate;
}

interface Happened {
  /** Who tells it names it, so that a repeat is known by its name. */
  id: string;
  /** ISO instant at which it happened, whenever it is heard of. */
  at: string;
  /** The day from which it counts. */
  on: LocalDate;
}

/** What happens to a person, as HR or a station tells it. A hire is also how a further position is taken. */
export type PersonnelEvent = Happened &
  (
    | { kind: 'hired'; stationId: string; position: string; exception?: string }
    | {
        kind: 'transferred';
        from: { stationId: string; position: string };
        stationId: string;
        position: string;
        exception?: string;
      }
    /** Without a station: whatever is held. */
    | { kind: 'left'; stationId?: string }
    /** What a roster said at that moment, for people who were there before anything was heard of them. */
    | { kind: 'known'; holds: Hold[] }
  );

/** An event, and why the rules did not let it count. */
export type Recorded = PersonnelEvent & { refused?: string };

/** Older ones are folded into what was known then, so that a person's item stays small. */
const keptEvents = 40;

const inOrder = (a: Happened, b: Happened) =>
  a.at < b.at ? -1 : a.at > b.at ? 1 : a.id < b.id ? -1 : a.id > b.id ? 1 : 0;

/**
 * What a person holds after everything that has happened, whatever the order in which it was heard of: the events are
 * put into the order in which they happened. Nobody is active at two stations (house, after S36), so a hire elsewhere
 * counts only once the person has left.
 */
export function holdsOf(events: readonly Recorded[]): Hold[] {
  let holds: Hold[] = [];
  for (const event of [...events].sort(inOrder)) {
    if (event.refused !== undefined) continue;
    switch (event.kind) {
      case 'known':
        holds = event.holds;
        break;
      case 'hired':
        if (holds.every(({ stationId }) => stationId === event.stationId)) holds = withHold(holds, event);
        break;
      case 'transferred': {
        const { from, stationId } = event;
        // Whoever goes to another station leaves everything at the old one.
        const kept = holds.filter((held) => held.stationId === stationId && held.position !== from.position);
        holds = withHold(kept, event);
        break;
      }
      case 'left':
        holds = holds.filter(
          ({ stationId }) => event.stationId !== undefined && stationId !== event.stationId,
        );
        break;
    }
  }
  return holds;
}

const withHold = (
  holds: Hold[],
  { stationId, position, on }: { stationId: string; position: string; on: LocalDate },
): Hold[] =>
  holds.some((held) => held.stationId === stationId && held.position === position)
    ? holds
    : [...holds, { stationId, position, since: on }];

/** Whether HQ let a position be taken that the rules would not have given. */
export const isExcepted = (
  events: readonly Recorded[],
  { stationId, position }: Pick<Hold, 'stationId' | 'position'>,
): boolean =>
  events.some(
    (event) =>
      (event.kind === 'hired' || event.kind === 'transferred') &&
      event.exception !== undefined &&
      event.stationId === stationId &&
      event.position === position,
  );

/**
 * The events with one more; the same list when it is known already, or older than all that is remembered.
 * @returns sorted as they happened
 */
export function withEvent(events: readonly Recorded[], event: Recorded): readonly Recorded[] {
  if (events.some(({ id }) => id === event.id)) return events;
  const [first] = events;
  if (first?.kind === 'known' && inOrder(event, first) < 0) return events;
  const all = [...events, event].sort(inOrder);
  if (all.length <= keptEvents) return all;
  const folded = all.slice(0, all.length - keptEvents + 1);
  const last = folded.at(-1) as Recorded;
  return [
    { kind: 'known', id: last.id, at: last.at, on: last.on, holds: holdsOf(folded) },
    ...all.slice(folded.length),
  ];
}

const same = (a: Hold, b: Hold) => a.stationId === b.stationId && a.position === b.position;

/** What began and what ended between two states. */
export const changesOfHolds = (before: readonly Hold[], after: readonly Hold[]) => ({
  begun: after.filter((hold) => !before.some((held) => same(held, hold))),
  ended: before.filter((held) => !after.some((hold) => same(held, hold))),
});
