import type { DutyRule } from '../../standard/schema.ts';
import { addDays, type LocalDate, startOf, type WorkingDays } from '../calendar.ts';

/** A stretch of time for which a duty is owed once: `2026-03-02`, `2026-W10`, `2026-03`, `2026-Q1`, `2026`. */
export interface Period {
  id: string;
  first: LocalDate;
  last: LocalDate;
  /** Overdue from this instant on, in milliseconds. */
  overdueAt: number;
}

/** Rules that owe something per stretch of time; what an event owes is due with the event. */
export type PeriodicRule = Extract<DutyRule, { kind: 'workday-cutoff' | 'window' }>;

export const isPeriodic = (rule: DutyRule): rule is PeriodicRule =>
  rule.kind === 'workday-cutoff' || rule.kind === 'window';

const hourMinutes = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return (hours * 60 + minutes) * 60_000;
};
const two = (n: number) => String(n).padStart(2, '0');
const lastOfMonth = (year: number, month: number): LocalDate =>
  new Date(Date.UTC(year, month, 0)).toISOString().slice(0, 10);
const parts = (date: LocalDate) => date.split('-').map(Number) as [number, number, number];

/** Monday is the first day of a week (GB/T 7408, as ISO 8601). */
const weekday = (date: LocalDate): number => (new Date(`${date}T00:00:00Z`).getUTCDay() + 6) % 7;

/** The stretch of a kind that a date lies in. */
function stretchOf(kind: 'week' | 'month' | 'quarter' | 'year', date: LocalDate): Omit<Period, 'overdueAt'> {
  const [year, month] = parts(date);
  switch (kind) {
    case 'week': {
      const first = addDays(date, -weekday(date));
      // A week belongs to the year of its Thursday.
      const [ofYear] = parts(addDays(first, 3));
      const thursday = addDays(first, 3);
      const day = Math.round((Date.parse(`${thursday}T00:00:00Z`) - Date.UTC(ofYear, 0, 1)) / 86_400_000);
      return { id: `${ofYear}-W${two(Math.floor(day / 7) + 1)}`, first, last: addDays(first, 6) };
    }
    case 'month':
      return { id: date.slice(0, 7), first: `${date.slice(0, 7)}-01`, last: lastOfMonth(year, month) };
    case 'quarter': {
      const quarter = Math.ceil(month / 3);
      return {
        id: `${year}-Q${quarter}`,
        first: `${year}-${two(quarter * 3 - 2)}-01`,
        last: lastOfMonth(year, quarter * 3),
      };
    }
    case 'year':
      return { id: String(year), first: `${year}-01-01`, last: `${year}-12-31` };
  }
}

/**
 * The stretch of time of a rule that a date lies in, with the instant at which it is overdue; null on a day for which
 * nothing is owed, such as a Sunday of a daily duty.
 */
export function periodOf(rule: PeriodicRule, date: LocalDate, calendar: WorkingDays): Period | null {
  if (rule.kind === 'workday-cutoff') {
    if (!calendar.isWorked(date)) return null;
    const day = rule.cutoffDay === 'next' ? addDays(date, 1) : date;
    return { id: date, first: date, last: date, overdueAt: startOf(day) + hourMinutes(rule.cutoff) };
  }
  const stretch = stretchOf(rule.period, date);
  const { dueDayAfter, dueDayOf } = rule;
  // The day itself still counts, so the next midnight is too late.
  const due =
    dueDayOf === undefined ? addDays(stretch.last, dueDayAfter ?? 0) : addDays(stretch.first, dueDayOf - 1);
  return { ...stretch, overdueAt: startOf(addDays(due, 1)) };
}

/**
 * The stretch of that name, where the rule has such a one: `2026-W10` of a weekly duty, and no week of a monthly one;
 * null as well for a day on which nothing is owed.
 */
export function periodById(rule: PeriodicRule, id: string, calendar: WorkingDays): Period | null {
  const date = dateIn(id);
  const period = date === null ? null : periodOf(rule, date, calendar);
  return period?.id === id ? period : null;
}

const names: Record<'day' | 'week' | 'month' | 'quarter' | 'year', RegExp> = {
  day: /^\d{4}-\d{2}-\d{2}$/,
  week: /^\d{4}-W\d{2}$/,
  month: /^\d{4}-\d{2}$/,
  quarter: /^\d{4}-Q[1-4]$/,
  year: /^\d{4}$/,
};

/** What a rule's stretches are. */
export const kindOf = (rule: PeriodicRule) => (rule.kind === 'window' ? rule.period : 'day');

/** Whether a name is one of a rule's kind of stretch. */
export const isOfKind = (rule: PeriodicRule, id: string): boolean => names[kindOf(rule)].test(id);

/** Some day of the stretch of that name; null when it is no name of one. */
function dateIn(id: string): LocalDate | null {
  const week = /^(\d{4})-W(\d{2})$/.exec(id);
  // The fourth of January is in the first week of its year.
  if (week) return addDays(`${week[1]}-01-04`, (Number(week[2]) - 1) * 7);
  const quarter = /^(\d{4})-Q([1-4])$/.exec(id);
  const date = quarter ? `${quarter[1]}-${two(Number(quarter[2]) * 3)}-01` : `${id}-01-01`.slice(0, 10);
  const ms = names.day.test(date) ? Date.parse(`${date}T00:00:00Z`) : Number.NaN;
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(date) ? date : null;
}

/** The first day of the stretch of that name; the name itself when it is none. */
export function firstDayOf(id: string): LocalDate {
  const date = dateIn(id);
  const kind = (['week', 'month', 'quarter', 'year'] as const).find((one) => names[one].test(id));
  return date !== null && kind ? stretchOf(kind, date).first : id;
}

/** Something that was done for a duty. */
export interface DutyRecord {
  /** The stretch it was done for. */
  period: string;
  /** The position that did it, where each of several owes it. */
  position?: string;
  /** Whom it is about, of a duty that is owed per technician or person. */
  subject?: string;
  /** ISO instant of recording. */
  at: string;
  /** How many sheets, orders or jobs it covers; one unless told otherwise. */
  count?: number;
  /** Class hours, of a training. */
  hours?: number;
}

export type PeriodState = 'done' | 'late' | 'open' | 'missed';

/** Whether something came before it was overdue: the instant itself is too late. */
export const isInTime = (at: string | number, overdueAt: string | number): boolean =>
  msOf(at) < msOf(overdueAt);
const msOf = (at: string | number) => (typeof at === 'number' ? at : Date.parse(at));

/** How a stretch stands: missed is a state, and what is recorded after its date is late for good. */
export function stateOfPeriod(
  rule: PeriodicRule,
  period: Period,
  records: readonly DutyRecord[],
  now: number,
): PeriodState {
  const own = records.filter((record) => record.period === period.id);
  const enough = (counts: (at: string) => boolean): boolean => {
    const counted = own.filter(({ at }) => counts(at));
    const count = counted.reduce((sum, record) => sum + (record.count ?? 1), 0);
    const hours = counted.reduce((sum, record) => sum + (record.hours ?? 0), 0);
    const { records: demanded = 'hours' in rule && rule.hours !== undefined ? 0 : 1 } = rule;
    return count >= demanded && hours >= ('hours' in rule ? (rule.hours ?? 0) : 0);
  };
  const isKnown = (at: string) => Date.parse(at) <= now;
  if (enough((at) => isKnown(at) && isInTime(at, period.overdueAt))) return 'done';
  if (isInTime(now, period.overdueAt)) return 'open';
  return enough(isKnown) ? 'late' : 'missed';
}
