import type { StaffingRules } from '../../standard/edition-rules.ts';
import { addDays, daysBetween, type LocalDate } from '../calendar.ts';
import type { FieldProblem } from '../errors.ts';
import { type HeldSeats, seatOfActing, seatOfHolder } from './held-seats.ts';
import {
  type CombinationRefusal,
  combinationRefusal,
  requiredHeads,
  type SeatRefusal,
  type StationOfSeats,
} from './seats.ts';

/** Somebody who acts in a vacant position; days are inclusive, in station time. */
export interface Acting {
  personId: string;
  position: string;
  /** The first day; an extension without a gap keeps it. */
  from: LocalDate;
  until: LocalDate;
  /** How often it was extended. */
  renewed: number;
  /** Why HQ lets it be although the standard bars the combination. */
  exception?: string;
}

export interface Holder {
  personId: string;
  position: string;
  since: LocalDate;
  acting: boolean;
  /** HQ let it be, beyond the rules of seats and combinations. */
  excepted?: true;
  /** The last day of who was named to act. */
  until?: LocalDate;
  /** Since when the position is held, where somebody else held it before. */
  heldSince?: LocalDate;
}

/** A roster: who holds which position, and who was named to act. */
export interface ActedRoster {
  assignments: readonly Holder[];
  acting?: readonly Acting[];
  seats?: HeldSeats;
}

/** Whether somebody does a position's work on a day: always, unless named to act for some days. */
export const isHolderOn = ({ since, until }: Pick<Holder, 'since' | 'until'>, day: LocalDate): boolean =>
  until === undefined || (since <= day && day <= until);

/** Everybody who does a position's work on a day. */
export const holdersOn = (roster: ActedRoster, day: LocalDate): Holder[] =>
  holdersOf(roster).filter((holder) => isHolderOn(holder, day));

/**
 * Holders and everybody who was named to act, whatever the day. Who has left the station, or was hired into the seat, acts
 * no more.
 */
export function holdersOf({ assignments, acting = [], seats }: ActedRoster): Holder[] {
  const works = (personId: string) => assignments.some((one) => one.personId === personId);
  const holds = (personId: string, position: string) =>
    assignments.some((one) => one.personId === personId && one.position === position);
  const heldSince = (since: LocalDate | undefined) => (since === undefined ? {} : { heldSince: since });
  return [
    ...assignments.map((one): Holder => ({ ...one, ...heldSince(seatOfHolder(seats, one)) })),
    ...acting
      .filter((one) => works(one.personId) && !holds(one.personId, one.position))
      .map(({ personId, position, from, until }) => ({
        personId,
        position,
        since: from,
        acting: true,
        until,
        ...heldSince(seatOfActing(seats, position, from)),
      })),
  ];
}

/** Position → how many do its work on a day. */
export function headsOn(holders: readonly Holder[], day: LocalDate): Record<string, number> {
  const heads: Record<string, number> = {};
  for (const { position } of holders.filter((holder) => isHolderOn(holder, day)))
    heads[position] = (heads[position] ?? 0) + 1;
  return heads;
}

/** Position → how many of its holders only act in it; undefined where there are none. */
export function actingHeads(assignments: readonly Holder[]): Record<string, number> | undefined {
  const heads: Record<string, number> = {};
  for (const { position } of assignments.filter(({ acting }) => acting))
    heads[position] = (heads[position] ?? 0) + 1;
  return Object.keys(heads).length > 0 ? heads : undefined;
}

/**
 * By which rule a person may hold several positions, or not. `acting`: only because they act in one of them, of which the
 * band's list is not asked; `excepted`: HQ lets it be.
 * @param held the positions of one person
 */
export function standingOf(
  rules: StaffingRules,
  station: StationOfSeats,
  held: readonly Pick<Holder, 'position' | 'until' | 'excepted'>[],
): CombinationRefusal['rule'] | 'allowed' | 'acting' | 'excepted' {
  const refusalOf = (some: typeof held) =>
    combinationRefusal(
      rules,
      station,
      some.map(({ position }) => position),
    );
  if (refusalOf(held) === null) return 'allowed';
  const refusal = refusalOf(held.filter(({ until }) => until === undefined));
  if (refusal === null) return 'acting';
  return held.some(({ excepted }) => excepted) ? 'excepted' : refusal.rule;
}

export interface NamedToAct {
  personId: string;
  position: string;
  from: LocalDate;
  until: LocalDate;
  exception?: string | undefined;
}

export type ActingAnswer =
  | { roster: Acting[]; named: Acting; changed: boolean }
  | { fields: FieldProblem[] }
  | { refusal: SeatRefusal };

/**
 * Names somebody of the station to act in a vacant position (section 6): for the days that the edition allows, extended
 * as often as it allows. Nobody acts in a gap; what begins after one is a term of its own, and until the days of a term
 * have passed it is the extension all the same, so that a gap lengthens nothing (house). Acting always adds to what the
 * person does, so the list of combinations per band is not asked; pairs that nobody combines, and what the repair class
 * bars, are, unless HQ gives a reason. It is no hire: the seat stays vacant.
 */
export function nameActing(
  rules: StaffingRules,
  station: StationOfSeats,
  roster: ActedRoster,
  input: NamedToAct,
  today: LocalDate,
): ActingAnswer {
  const { personId, position, from, until, exception } = input;
  const { assignments, acting = [] } = roster;
  const { atMostDays, renewals } = rules.acting;
  // What is over counts for a while, so that a new name for the same thing is an extension; what never began does not.
  const remembered = acting.filter(
    (one) => one.until >= addDays(today, -atMostDays) && one.until >= one.from,
  );
  const isSame = (one: Acting) => one.personId === personId && one.position === position;
  const counts = (one: Acting) => one.until >= today || one.until >= addDays(from, -atMostDays);
  const before = lastOf(remembered.filter((one) => isSame(one) && counts(one)));
  const runs = before !== undefined && before.until >= today;
  const next = before && addDays(before.until, 1);
  const goesOn = next !== undefined && from <= next;
  const first = before && goesOn ? before.from : from;
  const held = assignments.filter((one) => one.personId === personId).map((one) => one.position);

  const fields: FieldProblem[] = [];
  if (held.length === 0) fields.push({ field: 'personId', code: 'unknown-person', value: personId });
  if (held.includes(position)) fields.push({ field: 'personId', code: 'holds-it-already', value: position });
  if (until < first)
    fields.push({ field: 'until', code: 'ends-before-it-starts', value: until, allowed: first });
  if (until < today) fields.push({ field: 'until', code: 'window-is-over', value: until });
  if (!runs && from < today)
    fields.push({ field: 'from', code: 'begins-in-the-past', value: from, allowed: today });
  if (runs && next !== undefined && from > next)
    fields.push({ field: 'from', code: 'leaves-a-gap', value: from, allowed: next });
  const mayGoOn = before !== undefined && before.renewed < renewals;
  const last =
    before && (goesOn || !mayGoOn)
      ? addDays(before.until, mayGoOn ? atMostDays : 0)
      : addDays(from, atMostDays - 1);
  if (until > last) fields.push({ field: 'until', code: 'acting-too-long', value: until, allowed: last });
  if (fields.length > 0) return { fields };

  const required = requiredHeads(rules, station, position);
  // Whoever acts on one of those days counts, although it may begin later only.
  const soonest = from < today ? today : from;
  const others = remembered.filter((one) => !isSame(one) && one.from <= until && one.until >= soonest);
  const heads = holdersOf({ assignments, acting: others }).filter((one) => one.position === position).length;
  if (heads >= required) return { refusal: { rule: 'no-seat', position, heads, required } };
  const acts = others.filter((one) => one.personId === personId).map((one) => one.position);
  const barred = combinationRefusal(rules, station, [...held, ...acts, position]);
  if (barred && barred.rule !== 'band-combination' && exception === undefined) return { refusal: barred };

  const named: Acting = {
    personId,
    position,
    from: first,
    until,
    renewed: (before?.renewed ?? 0) + (before && daysBetween(before.until, until) > 0 ? 1 : 0),
    ...(exception === undefined ? {} : { exception }),
  };
  const changed = before?.until !== until || before.exception !== named.exception;
  const kept = goesOn ? remembered.filter((one) => one !== before) : remembered;
  return { roster: [...kept, named], named, changed };
}

/** Of several terms the one that ends last. */
const lastOf = (terms: readonly Acting[]): Acting | undefined =>
  terms.reduce<Acting | undefined>((last, one) => (last && last.until > one.until ? last : one), undefined);

/**
 * Who acts once the holders have changed: nobody in whose own hands the position is, or who works here no longer; and in
 * a seat that was taken only as many as are still missing, those who were named first.
 * @param requiredOf how many heads a position needs
 * @param assignments the holders from now on
 * @returns everybody who is remembered, and those who act no more
 */
export function actingAfter(
  requiredOf: (position: string) => number,
  { assignments: before, acting = [] }: ActedRoster,
  assignments: ActedRoster['assignments'],
  today: LocalDate,
): { roster: readonly Acting[]; ended: Acting[] } {
  const isHeld = (one: Pick<Holder, 'personId' | 'position'>, among: ActedRoster['assignments']) =>
    among.some(({ personId, position }) => personId === one.personId && position === one.position);
  const acts = new Set(
    holdersOf({ assignments, acting: acting.filter(({ until }) => until >= today) })
      .filter(({ until }) => until !== undefined)
      .map(placeOf),
  );
  for (const { position } of assignments.filter((one) => !isHeld(one, before))) {
    const missing = requiredOf(position) - assignments.filter((one) => one.position === position).length;
    const named = acting.filter(
      (one) => one.position === position && one.until >= today && acts.has(placeOf(one)),
    );
    for (const one of named.sort(byFirstDay).slice(Math.max(0, missing))) acts.delete(placeOf(one));
  }
  const ends = (one: Acting) => one.until >= today && !acts.has(placeOf(one));
  const end = (one: Acting) => ({ ...one, until: addDays(today, -1) });
  return {
    roster: acting.map((one) => (ends(one) ? end(one) : one)),
    ended: acting.filter(ends).map(end),
  };
}

const placeOf = ({ personId, position }: Pick<Holder, 'personId' | 'position'>) => `${personId}#${position}`;
const byFirstDay = (a: Acting, b: Acting) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0);

/** Position → days for which somebody acts in it, from today on. */
export const actsAs = (
  acting: readonly Acting[],
  personId: string,
  today: LocalDate,
): Record<string, { from: LocalDate; to: LocalDate }> =>
  Object.fromEntries(
    acting
      .filter((one) => one.personId === personId && one.until >= today)
      .map(({ position, from, until }) => [position, { from, to: until }]),
  );

/**
 * Ends it before its last day: from today on the person acts no more. What is over stays as it is; null when the person was
 * not named.
 */
export function endActing(
  { acting = [] }: ActedRoster,
  personId: string,
  position: string,
  today: LocalDate,
): { roster: readonly Acting[]; ended: Acting; changed: boolean } | null {
  const found = lastOf(acting.filter((one) => one.personId === personId && one.position === position));
  if (!found) return null;
  if (found.until < today) return { roster: acting, ended: found, changed: false };
  const ended = { ...found, until: addDays(today, -1) };
  return { roster: acting.map((one) => (one === found ? ended : one)), ended, changed: true };
}
