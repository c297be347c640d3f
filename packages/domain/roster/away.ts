import { addDays, addMonths, type LocalDate } from '../calendar.ts';
import { courseOf, type Recorded } from './employment.ts';

/** A time away from a position; days are inclusive. */
export interface Away {
  from: LocalDate;
  to: LocalDate;
}

/** Of the times before the last ones so many are remembered. */
const remembered = 12;

/**
 * Times away before the one that is recorded now. One that adjoins it is a part of it, one that overlaps it is corrected
 * by it, and of any other one the days count that have passed.
 */
export function awayBefore(
  before: Away & { earlier?: readonly Away[] },
  next: Away,
  today: LocalDate,
): Away[] {
  const earlier = before.earlier ?? [];
  const adjoins = next.from === addDays(before.to, 1);
  const overlaps = next.from <= before.to && before.from <= next.to;
  const last = adjoins ? before.to : overlaps ? addDays(next.from, -1) : addDays(today, -1);
  const to = last < before.to ? last : before.to;
  return to < before.from ? [...earlier] : [...earlier, { from: before.from, to }].slice(-remembered);
}

/**
 * Times between losing a position, wherever it was, and taking it again. Of one that is gone from a roster without a word
 * nobody knows since when.
 */
export function timesWithout(events: readonly Recorded[], position: string): Away[] {
  const times: Away[] = [];
  let held = false;
  let lost: LocalDate | undefined;
  for (const { event, holds } of courseOf(events)) {
    const hold = holds.find((one) => one.position === position);
    if (held && !hold) lost = event.kind === 'known' ? undefined : event.on;
    if (!held && hold && lost !== undefined)
      times.push({ from: addDays(lost, 1), to: addDays(hold.since, -1) });
    held = hold !== undefined;
  }
  return times.filter(({ from, to }) => from <= to);
}

/**
 * Months of the longest time away since a day, up to today; what goes beyond whole months counts for half a month. Times
 * that follow one another without a day between them are one.
 */
export function monthsAway(times: readonly Away[], since: LocalDate | undefined, today: LocalDate): number {
  const clipped = times
    .map(({ from, to }) => ({
      from: since !== undefined && from <= since ? addDays(since, 1) : from,
      to: to < today ? to : today,
    }))
    .filter(({ from, to }) => from <= to)
    .sort((a, b) => (a.from < b.from ? -1 : 1));
  const whole: Away[] = [];
  for (const { from, to } of clipped) {
    const last = whole.at(-1);
    if (!last || from > addDays(last.to, 1)) whole.push({ from, to });
    else if (to > last.to) last.to = to;
  }
  return Math.max(0, ...whole.map(monthsOf));
}

function monthsOf({ from, to }: Away): number {
  const after = addDays(to, 1);
  let months = 0;
  while (addMonths(from, months + 1) <= after) months += 1;
  return addMonths(from, months) < after ? months + 0.5 : months;
}
