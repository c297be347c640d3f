/**
 * Calendar dates of the network, `YYYY-MM-DD` in China Standard Time (UTC+8, no summer time): deadlines are days on
 * a wall calendar at the station, whatever the clock of the machine.
 */
export type LocalDate = string;

/** Which days are worked; public holidays are announced year by year, so they come in from outside. */
export interface WorkingDays {
  /** A statutory holiday or a day off that goes with one; an ordinary weekend is none. */
  isHoliday(date: LocalDate): boolean;
  /** Weekends that are worked to make up for a holiday included. */
  isWorked(date: LocalDate): boolean;
}

const dayMilliseconds = 86_400_000;
const offset = 8 * 3_600_000;

/** The date at the station at an instant. */
export const localDate = (ms: number): LocalDate => new Date(ms + offset).toISOString().slice(0, 10);

/** Date and minute of an instant, in station time, for people to read. */
export const localMinute = (ms: number): string =>
  new Date(ms + offset).toISOString().slice(0, 16).replace('T', ' ');

/** The instant at which a date begins at the station, in milliseconds. */
export const startOf = (date: LocalDate): number => Date.parse(`${date}T00:00:00Z`) - offset;

export const addDays = (date: LocalDate, days: number): LocalDate =>
  new Date(Date.parse(`${date}T00:00:00Z`) + days * dayMilliseconds).toISOString().slice(0, 10);

/** Whole days from one date to another; negative when it lies before. */
export const daysBetween = (from: LocalDate, to: LocalDate): number =>
  Math.round((Date.parse(`${to}T00:00:00Z`) - Date.parse(`${from}T00:00:00Z`)) / dayMilliseconds);

/** The same day so many months later; where the month has no such day, its last one (31 January → 28 February). */
export function addMonths(date: LocalDate, months: number): LocalDate {
  const [year = 0, month = 1, day = 1] = date.split('-').map(Number);
  const lastDay = new Date(Date.UTC(year, month + months, 0)).getUTCDate();
  return new Date(Date.UTC(year, month - 1 + months, Math.min(day, lastDay))).toISOString().slice(0, 10);
}

/** The date itself, or the next worked day when it is a public holiday. */
export function afterHoliday(date: LocalDate, days: WorkingDays): LocalDate {
  if (!days.isHoliday(date)) return date;
  let next = addDays(date, 1);
  while (!days.isWorked(next)) next = addDays(next, 1);
  return next;
}
