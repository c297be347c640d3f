import { addDays, type LocalDate } from '../calendar.ts';

/** Since when a position is held, whoever holds it; and the last day of it where nobody does any more. */
export interface HeldSeat {
  since: LocalDate;
  until?: LocalDate;
}
/** Only of positions of which the holders do not say it themselves. */
export type HeldSeats = Readonly<Record<string, HeldSeat>>;

interface Held {
  position: string;
  since: LocalDate;
}
interface SeatedRoster {
  assignments: readonly Held[];
  acting?: readonly { position: string; from: LocalDate; until: LocalDate }[] | undefined;
  seats?: HeldSeats | undefined;
}

/** So many days without a holder are no break: what a position owes is owed by whoever comes next (house). */
const breakAfterDays = 7;

const earliest = (held: readonly Held[]): LocalDate | undefined => held.map(({ since }) => since).sort()[0];

/** Whether somebody who begins on a day goes on with what the seat was left with. */
const goesOn = ({ until }: HeldSeat, from: LocalDate): boolean =>
  until !== undefined && from <= addDays(until, breakAfterDays);

/** Since when the position of a holder is held; undefined where it is since they hold it. */
export const seatOfHolder = (seats: HeldSeats | undefined, { position, since }: Held) => {
  const seat = seats?.[position];
  return seat && seat.until === undefined && seat.since < since ? seat.since : undefined;
};

/** Since when the position is held that somebody begins to act in; undefined where it is since they act. */
export const seatOfActing = (seats: HeldSeats | undefined, position: string, from: LocalDate) => {
  const seat = seats?.[position];
  return seat && goesOn(seat, from) && seat.since < from ? seat.since : undefined;
};

/**
 * Since when each position is held once the holders have changed.
 * @param assignments the holders from now on
 * @param on the day on which who is gone held it last
 */
export function heldSeats(
  before: SeatedRoster,
  assignments: readonly Held[],
  on: LocalDate,
): Record<string, HeldSeat> {
  const seats: Record<string, HeldSeat> = { ...before.seats };
  for (const position of new Set([...before.assignments, ...assignments].map((one) => one.position))) {
    const isOf = (one: { position: string }) => one.position === position;
    const [first, formerly] = [earliest(assignments.filter(isOf)), earliest(before.assignments.filter(isOf))];
    const seat = before.seats?.[position];
    const held = formerly === undefined ? undefined : seat && seat.since < formerly ? seat.since : formerly;
    if (first === undefined) {
      if (held !== undefined) seats[position] = { since: held, until: on };
      continue;
    }
    const left = seat && formerly === undefined ? whileActedIn(seat, before.acting?.filter(isOf)) : undefined;
    const since = held ?? (left && goesOn(left, first) ? left.since : undefined);
    if (since !== undefined && since < first) seats[position] = { since };
    else delete seats[position];
  }
  return seats;
}

/** The seat with the days on which somebody was named to act in it. */
function whileActedIn(
  seat: HeldSeat,
  acting: readonly { from: LocalDate; until: LocalDate }[] = [],
): HeldSeat {
  let last = seat;
  for (const { from, until } of [...acting].sort((a, b) => (a.from < b.from ? -1 : 1)))
    if (goesOn(last, from) && last.until !== undefined && until > last.until) last = { ...last, until };
  return last;
}
