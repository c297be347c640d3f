import { type LocalDate, localDate, startOf } from '../calendar.ts';
import { instant } from '../clock.ts';

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
    /** What was told ahead, by its id, does not come about. */
    | { kind: 'withdrawn'; of: string }
    /** What a roster said at that moment, for people who were there before anything was heard of them. */
    | { kind: 'known'; holds: Hold[] }
  );

/**
 * An event, why the rules did not let it count, with which other one that came to be decided (by its id), and that it does
 * not count before its day.
 */
export type Recorded = PersonnelEvent & { refused?: string; refusedWith?: string; waits?: true };

/** Older ones are folded into what was known then, so that a person's item stays small. */
const keptEvents = 40;

/** Told before its day, as a plan. */
export const isAhead = ({ at, on }: Happened): boolean => on > localDate(Date.parse(at));

/** When it comes about: what is told ahead with the first moment of its day. */
const momentOf = (event: PersonnelEvent): string => (isAhead(event) ? instant(startOf(event.on)) : event.at);

const ranks: Record<PersonnelEvent['kind'], number> = {
  known: 0,
  withdrawn: 0,
  left: 1,
  transferred: 2,
  hired: 3,
};
/** Of what is planned for the same day somebody goes before they come. */
const rankOf = (event: PersonnelEvent): number => (isAhead(event) ? ranks[event.kind] : 0);

/** By the moments at which events come about, whenever they are heard of. */
export const inOrder = (a: PersonnelEvent, b: PersonnelEvent): number =>
  compared(momentOf(a), momentOf(b)) || rankOf(a) - rankOf(b) || compared(a.at, b.at) || compared(a.id, b.id);
const compared = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);

/** Of plans that contradict each other the one counts that was told last, if it was told before the other came about. */
const isOvertaken = (event: PersonnelEvent, events: readonly PersonnelEvent[]): boolean =>
  isAhead(event) && events.some((later) => later.at < momentOf(event) && overtakes(later, event));

function overtakes(later: PersonnelEvent, plan: PersonnelEvent): boolean {
  if (later.kind === 'withdrawn') return later.of === plan.id;
  if (later.at <= plan.at) return false;
  const first = later.on <= plan.on;
  switch (plan.kind) {
    case 'left':
      if (later.kind === 'left') return sameStation(later.stationId, plan.stationId);
      // Inside the station only where it is a move after the last day.
      if (later.kind !== 'transferred' || !sameStation(later.from.stationId, plan.stationId)) return false;
      return later.stationId !== later.from.stationId || !first;
    case 'transferred':
      if (later.kind === 'left')
        return (
          first && [plan.from.stationId, plan.stationId].some((one) => sameStation(later.stationId, one))
        );
      if (later.kind !== 'transferred') return false;
      // Whoever has moved inside the station meanwhile goes to the other one all the same.
      if (
        plan.stationId !== plan.from.stationId &&
        later.stationId === plan.from.stationId &&
        !isAhead(later)
      )
        return false;
      return same(later.from, plan.from) || (first && same(later.from, plan));
    case 'hired':
      if (later.kind === 'hired') return same(later, plan);
      if (later.kind === 'left') return first && sameStation(later.stationId, plan.stationId);
      return later.kind === 'transferred' && first && same(later.from, plan);
    default:
      return false;
  }
}
const sameStation = (a: string | undefined, b: string | undefined) =>
  a === undefined || b === undefined || a === b;

/** Takes a position away, and therefore counts on its day only; who is to come is prepared for before. */
export const waitsForItsDay = ({ kind, on }: PersonnelEvent, today: LocalDate): boolean =>
  (kind === 'left' || kind === 'transferred') && on > today;

/** What waits for its day and has not been told otherwise since, the first day first. */
export const plannedOf = (events: readonly Recorded[]): Recorded[] =>
  events.filter((event) => event.waits && !isOvertaken(event, events)).sort(inOrder);

/**
 * Whether a word that a plan is given up comes when it has come about; of a plan not heard of yet nobody knows, and one
 * that was given up before does not come about.
 */
export const isPast = (
  withdrawal: PersonnelEvent & { kind: 'withdrawn' },
  events: readonly Recorded[],
): boolean =>
  events.some(
    (event) => event.id === withdrawal.of && withdrawal.at >= momentOf(event) && !isOvertaken(event, events),
  );

/**
 * What has come about, in its order.
 * @param until the day up to which what waits is taken as having come about; without it only what has
 */
export const cameAbout = (events: readonly Recorded[], until: LocalDate = ''): Recorded[] =>
  events
    .filter(
      (event) =>
        event.refused === undefined && !(event.waits && event.on > until) && !isOvertaken(event, events),
    )
    .sort(inOrder);

/**
 * What a person holds after everything that has happened, whatever the order in which it was heard of: the events are
 * put into the order in which they come about.
 * @param until as of `cameAbout`
 */
export const holdsOf = (events: readonly Recorded[], until?: LocalDate): Hold[] =>
  courseOf(events, until).at(-1)?.holds ?? [];

/**
 * What came about and what the person held from then on. Nobody is active at two stations (house, after S36), so a hire
 * elsewhere counts only once the person has left.
 * @param until as of `cameAbout`
 */
export function courseOf(
  events: readonly Recorded[],
  until?: LocalDate,
): { event: Recorded; holds: Hold[] }[] {
  let holds: Hold[] = [];
  return cameAbout(events, until).map((event) => {
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
    return { event, holds };
  });
}

/** Whether the person has held a position of a station, or holds one now. */
export const wasAt = (events: readonly Recorded[], stationId: string): boolean =>
  courseOf(events).some(({ holds }) => holds.some((hold) => hold.stationId === stationId));

/** Whether the person will have left a position that they hold by the beginning of a day. */
export const goesBy = (
  events: readonly Recorded[],
  { stationId, position }: Pick<Hold, 'stationId' | 'position'>,
  day: LocalDate,
): boolean => {
  const isHeld = (holds: readonly Hold[]) => holds.some((held) => same(held, { stationId, position }));
  return isHeld(holdsOf(events)) && !isHeld(holdsOf(events, day));
};

/** A hire that does not count, because the person works at another station. */
export function worksElsewhere(events: readonly Recorded[], event: Recorded): boolean {
  if (event.kind !== 'hired') return false;
  // Whoever has left by then is free.
  const holds = holdsOf(events, event.on);
  return (
    !holds.some((hold) => same(hold, event)) && holds.some(({ stationId }) => stationId !== event.stationId)
  );
}

/** A hire or a transfer that did not count, and why. */
export interface NotTaken {
  id: string;
  stationId: string;
  position: string;
  rule: string;
}

/** What did not count when an event was heard, or made: itself, and what it would have let come about. */
export const notTakenWith = (events: readonly Recorded[], { id }: Recorded): NotTaken[] =>
  events.flatMap((one) => {
    if (one.kind !== 'hired' && one.kind !== 'transferred') return [];
    const { stationId, position, refused, refusedWith } = one;
    const elsewhere = one.id === id && worksElsewhere(events, one) ? 'employed-elsewhere' : undefined;
    const rule = one.id === id || refusedWith === id ? (refused ?? elsewhere) : undefined;
    return rule === undefined ? [] : [{ id: one.id, stationId, position, rule }];
  });

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
 * The events with one more; the same list when it is known already, or older than all that is remembered. One that waited
 * and is told without that has come about.
 * @returns sorted as they come about
 */
export function withEvent(events: readonly Recorded[], event: Recorded): readonly Recorded[] {
  const known = events.find(({ id }) => id === event.id);
  if (known?.waits && !event.waits) return events.map((one) => (one === known ? event : one));
  if (known) return events;
  const [first] = events;
  // What is given up may be heard of later, and come about later still.
  if (first?.kind === 'known' && event.kind !== 'withdrawn' && inOrder(event, first) < 0) return events;
  const all = [...events, event].sort(inOrder);
  if (all.length <= keptEvents) return all;
  // What overtakes a plan may be older than the plan's day, and must not be forgotten before it.
  const standing = all.filter((one) => !isOvertaken(one, all));
  const folded = standing.slice(0, standing.length - keptEvents + 1).filter(({ waits }) => !waits);
  const last = folded.at(-1);
  if (!last) return standing;
  return [
    { kind: 'known', id: last.id, at: momentOf(last), on: last.on, holds: holdsOf(folded) },
    ...standing.filter((one) => !folded.includes(one)),
  ];
}

const same = (a: { stationId: string; position: string }, b: { stationId: string; position: string }) =>
  a.stationId === b.stationId && a.position === b.position;

/**
 * What began and what ended between two states. Whose first day had not come and is another one now begins anew.
 * @param today without it only stations and positions count
 */
export function changesOfHolds(before: readonly Hold[], after: readonly Hold[], today?: LocalDate) {
  const isOne = (held: Hold, hold: Hold) => same(held, hold) && goesOn(held, hold, today);
  return {
    begun: after.filter((hold) => !before.some((held) => isOne(held, hold))),
    ended: before.filter((held) => !after.some((hold) => isOne(held, hold))),
  };
}

/** Whether a position goes on from one state to the next; a first day that has not come may be told anew. */
export const goesOn = (
  held: Pick<Hold, 'since'>,
  hold: Pick<Hold, 'since'>,
  today: LocalDate | undefined,
): boolean => held.since === hold.since || today === undefined || held.since <= today;
