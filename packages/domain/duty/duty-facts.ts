import {
  addDays,
  addMonths,
  daysBetween,
  type LocalDate,
  localDate,
  startOf,
  type WorkingDays,
} from '../calendar.ts';
import { isCaseRule } from './duty-cases.ts';
import {
  asDue,
  type DutyHolder,
  type DutyLine,
  type DutyPlans,
  isOwed,
  isPeriodicLine,
  lastDay,
  linesOf,
  type OwedDuty,
  recordsOf,
  stateOfLine,
} from './duty-lines.ts';
import {
  isOfKind,
  isPeriodic,
  kindOf,
  type Period,
  type PeriodicRule,
  periodById,
  periodOf,
} from './duty-periods.ts';
import { isInUse } from './measuring-devices.ts';
import { recordsByDuty, type StationDuties } from './station-duties.ts';

/**
 * What is known of a station's duties, so small that a scan can hold it, and enough to find what is missed on any later
 * day without reading a record again. Lines are named as `DutyLine` does.
 */
export interface DutyFacts {
  /** Stretch → lines of which it is the newest that is done, one space between them: `{"2026-10": "R05 R12"}`. */
  until?: Record<string, string>;
  /** Line → stretches before that one that are not done, the oldest first, one space between them. */
  gaps?: Record<string, string>;
  /** Line → last day: of the next time, of the first device to expire, of the first position to be audited again. */
  dates?: Record<string, LocalDate>;
  /** Line → when its first open cases are overdue, in minutes of the epoch. */
  cases?: Record<string, number[]>;
}

/** What the facts are made by, besides what was recorded. */
export interface DutyContext {
  duties: readonly OwedDuty[];
  technicians: readonly string[];
  holders: readonly DutyHolder[];
  calendar: WorkingDays;
  plans?: DutyPlans;
  /** Milliseconds of the epoch. */
  now: number;
}

/** What was missed longer ago is history, which an audit looks at and a scan does not (house). */
const lookedBackDays = 92;
const mostDays = { day: 1, week: 7, month: 31, quarter: 92, year: 366 };
/** The first day of which the scan asks what was recorded. */
export const lookedBackTo = (now: number): LocalDate => addDays(localDate(now), -lookedBackDays);

/** What was missed of a rule is no history before the next stretch is overdue as well: a year is missed all the next one. */
function beganCounting(rule: PeriodicRule, until: LocalDate): LocalDate {
  const toNext = mostDays[kindOf(rule)] + (rule.kind === 'window' ? (rule.dueDayAfter ?? 0) : 0) + 1;
  return addDays(until, -Math.max(lookedBackDays, toNext));
}

/** Last days of longer stretches that are not history yet and ended before the scan's first day; the oldest first. */
export function earlierEnds(
  duties: readonly OwedDuty[],
  dutiesFrom: LocalDate,
  now: number,
  calendar: WorkingDays,
): LocalDate[] {
  const ends = duties
    .flatMap(({ rules }) => rules.filter(isPeriodic))
    .flatMap((rule) => recent(rule, localDate(now), calendar).map(({ last }) => last))
    .filter((last) => last >= dutiesFrom && last < lookedBackTo(now));
  return [...new Set(ends)].sort();
}

/** Of a line so many misses count, the newest; it keeps some more, of which a few may be not overdue yet. */
const missesCounted = 6;
const gapsKept = 10;
/** Three of a kind are more than a slip, whatever comes after them (house). */
export const missesOfMajor = 3;

/** A rule's stretches until a day; the last ones that were asked for, because a scan asks for every station. */
const reckoned = new WeakMap<WorkingDays, WeakMap<PeriodicRule, { until: LocalDate; periods: Period[] }>>();

/** Every stretch of a rule that began by a day and is not history then; the oldest first. */
function recent(rule: PeriodicRule, until: LocalDate, calendar: WorkingDays): readonly Period[] {
  const ofCalendar = reckoned.get(calendar) ?? new WeakMap();
  reckoned.set(calendar, ofCalendar);
  const known = ofCalendar.get(rule);
  if (known?.until === until) return known.periods;
  const periods: Period[] = [];
  for (let date = beganCounting(rule, until); date <= until; ) {
    const period = periodOf(rule, date, calendar);
    if (period) periods.push(period);
    date = addDays(period?.last ?? date, 1);
  }
  ofCalendar.set(rule, { until, periods });
  return periods;
}

/** Stretches of a line that began by a day and are not history then, as far as they are owed; the oldest first. */
export const stretches = (
  line: DutyLine<PeriodicRule>,
  dutiesFrom: LocalDate,
  until: LocalDate,
  calendar: WorkingDays,
): Period[] => recent(line.rule, until, calendar).filter((period) => isOwed(line, period, dutiesFrom));

/** The facts about the duties of a station; empty at one that never began. */
export function dutyFacts(given: StationDuties, context: DutyContext): DutyFacts {
  const { from } = given;
  if (from === undefined) return {};
  const { duties, holders, technicians, now, calendar, plans } = context;
  const records = recordsByDuty(given.records);
  const until = new Map<string, string[]>();
  const gaps: Record<string, string> = {};
  const dates: Record<string, LocalDate> = {};
  const cases: Record<string, number[]> = {};
  for (const line of linesOf(duties, holders, technicians)) {
    const { key } = line;
    if (isPeriodicLine(line)) {
      const own = recordsOf(line, records.get(line.dutyId) ?? []);
      const notDone: string[] = [];
      let newest: { id: string; open: number } | undefined;
      for (const period of stretches(line, from, localDate(now), calendar)) {
        const state = stateOfLine(line, asDue(line, period, own, plans), own, now);
        if (state === 'done' || state === 'late') newest = { id: period.id, open: notDone.length };
        else notDone.push(period.id);
      }
      if (newest) {
        until.set(newest.id, [...(until.get(newest.id) ?? []), key]);
        const before = notDone.slice(0, newest.open).slice(-gapsKept);
        if (before.length > 0) gaps[key] = before.join(' ');
      }
      const next = nextTime(line, own);
      if (next) dates[key] = next;
    }
    if (isCaseRule(line.rule)) {
      const dues = given.open
        .filter((one) => lineOfCase(one) === key && isCaseOwed(one, from))
        .map(({ dueAt }) => Math.floor(Date.parse(dueAt) / 60_000))
        .sort((a, b) => a - b)
        .slice(0, missesOfMajor);
      if (dues.length > 0) cases[key] = dues;
    }
    const last = lastDayOf(line, given, holders, from);
    if (last) dates[key] = last;
  }
  return {
    ...(until.size > 0
      ? { until: Object.fromEntries([...until].map(([id, keys]) => [id, keys.join(' ')])) }
      : {}),
    ...filled({ gaps, dates, cases }),
  };
}

/** What was due before duties were owed here is not. */
export const isCaseOwed = ({ dueAt }: { dueAt: string }, dutiesFrom: LocalDate): boolean =>
  localDate(Date.parse(dueAt) - 1) >= dutiesFrom;

const filled = <Maps extends Record<string, object>>(maps: Maps): Partial<Maps> =>
  Object.fromEntries(Object.entries(maps).filter(([, map]) => Object.keys(map).length > 0)) as Partial<Maps>;

/** The line that a case belongs to. */
export const lineOfCase = ({ dutyId, rule }: { dutyId: string; rule: number }): string =>
  rule === 0 ? dutyId : `${dutyId}.${rule}`;

/** The last day for the next time, of what must not be too long ago. */
function nextTime(
  line: DutyLine<PeriodicRule>,
  records: readonly { period: string; at: string }[],
): LocalDate | null {
  const { rule } = line;
  if (rule.kind !== 'window' || rule.maxGapDays === undefined) return null;
  const last = lastDay(records.filter(({ period }) => isOfKind(rule, period)));
  return last === undefined ? null : addDays(last, rule.maxGapDays);
}

/** The last day on which what lasts until a day is all in order; null where nothing does. */
function lastDayOf(
  { rule }: DutyLine,
  { devices, audited }: StationDuties,
  holders: readonly DutyHolder[],
  dutiesFrom: LocalDate,
): LocalDate | null {
  const ends =
    rule.kind === 'expiry'
      ? devices.filter(isInUse).map(({ validUntil }) => validUntil)
      : rule.kind === 'coverage'
        ? auditDues(rule.withinMonths, audited, holders, dutiesFrom).map(({ due }) => due)
        : [];
  return ends.sort()[0] ?? null;
}

/** By when each position that is held has to be audited again. */
export function auditDues(
  withinMonths: number,
  audited: StationDuties['audited'],
  holders: readonly DutyHolder[],
  dutiesFrom: LocalDate,
): { position: string; due: LocalDate }[] {
  return [...new Set(holders.map(({ position }) => position))].map((position) => {
    const since = holders
      .filter((one) => one.position === position)
      .map((one) => one.since)
      .sort()[0] as LocalDate;
    // Whoever has never been audited is counted from the day on which that is owed.
    const last = audited[position]?.on ?? (since > dutiesFrom ? since : dutiesFrom);
    return { position, due: addMonths(last, withinMonths) };
  });
}

/** A duty that was not done in time, with whoever answers for it. */
export interface MissedDuty {
  dutyId: string;
  owner: string;
  /** The last day on which it would have been in time, of the oldest that counts. */
  due: LocalDate;
  severity: 'minor' | 'major';
  /** It is told to the whole ladder at once: a grave case that is overdue (section 5, R07). */
  upToHq?: true;
}

/** Every duty that is missed on a day, by the facts alone; one of each, whatever it was missed how often. */
export function missedDuties(
  facts: DutyFacts,
  dutiesFrom: LocalDate,
  { duties, holders, technicians, calendar, plans, now }: DutyContext,
): MissedDuty[] {
  const today = localDate(now);
  const newest = new Map<string, string>(
    Object.entries(facts.until ?? {}).flatMap(([id, keys]) => keys.split(' ').map((key) => [key, id])),
  );
  const found = new Map<
    string,
    { owner: string; dues: LocalDate[]; counts: number; major: boolean; grave: boolean }
  >();
  const add = (line: DutyLine, dues: readonly LocalDate[], counts: number, major: boolean, grave = false) => {
    if (dues.length === 0) return;
    const before = found.get(line.dutyId);
    const [first = ''] = [...dues].sort();
    const owner = before && (before.dues[0] ?? '') <= first ? before.owner : line.owner;
    found.set(line.dutyId, {
      owner,
      dues: [...(before?.dues ?? []), ...dues].sort(),
      counts: (before?.counts ?? 0) + counts,
      major: major || grave || (before?.major ?? false),
      grave: grave || (before?.grave ?? false),
    });
  };
  for (const line of linesOf(duties, holders, technicians)) {
    const { key, rule } = line;
    const last = facts.dates?.[key];
    if (isPeriodicLine(line)) {
      const known = { done: newest.get(key), gaps: facts.gaps?.[key], last };
      const dues = overdueOf(line, known, dutiesFrom, now, calendar, plans);
      const { misses } = line.rule.kind === 'workday-cutoff' ? line.rule : { misses: undefined };
      if (misses) add(line, within(dues, misses), 0, misses.severity !== 'minor');
      else add(line, dues, dues.length, false);
    } else if (isCaseRule(rule)) {
      const dues = (facts.cases?.[key] ?? []).map((minute) => minute * 60_000).filter((due) => due <= now);
      add(line, dues.map(dayBefore), dues.length, false, rule.kind === 'event' && rule.only === 'major');
    } else if (last !== undefined && last < today) add(line, [last], 1, rule.kind === 'expiry');
  }
  return [...found].map(([dutyId, { owner, dues, counts, major, grave }]) => ({
    dutyId,
    owner,
    due: dues[0] as LocalDate,
    severity: major || counts >= missesOfMajor ? 'major' : 'minor',
    ...(grave ? { upToHq: true as const } : {}),
  }));
}

/** The last day before an instant. */
const dayBefore = (instant: number): LocalDate => localDate(instant - 1);

/**
 * Last days of the stretches of a line that are missed, the oldest first. Where the last time must not be too long ago,
 * the stretch that its day lies in is missed from then on, as the calendar has it.
 */
function overdueOf(
  line: DutyLine<PeriodicRule>,
  {
    done,
    gaps,
    last: again,
  }: { done: string | undefined; gaps: string | undefined; last: LocalDate | undefined },
  dutiesFrom: LocalDate,
  now: number,
  calendar: WorkingDays,
  plans?: DutyPlans,
): LocalDate[] {
  const recently = recent(line.rule, localDate(now), calendar);
  const newest = recently.find(({ id }) => id === done);
  // The newest that is done may be history by now.
  const { last = '' } = newest ?? (done === undefined ? null : periodById(line.rule, done, calendar)) ?? {};
  const before = gaps === undefined ? [] : gaps.split(' ');
  return recently
    .filter(
      (period) => (period.last > last || before.includes(period.id)) && isOwed(line, period, dutiesFrom),
    )
    .map((one) => {
      const { overdueAt } = asDue(line, one, [], plans);
      return again !== undefined && one.first <= again
        ? Math.min(overdueAt, startOf(addDays(again, 1)))
        : overdueAt;
    })
    .filter((overdueAt) => overdueAt <= now)
    .map(dayBefore)
    .slice(-missesCounted);
}

/** Those of the misses that lie so near to others that they count; none when they are too far from one another. */
function within(dues: readonly LocalDate[], misses: { count: number; withinDays: number }): LocalDate[] {
  return dues.filter((_, at) =>
    dues.some((__, first) => {
      const last = first + misses.count - 1;
      const [from, to] = [dues[first], dues[last]];
      return (
        first <= at &&
        at <= last &&
        from !== undefined &&
        to !== undefined &&
        daysBetween(from, to) < misses.withinDays
      );
    }),
  );
}
