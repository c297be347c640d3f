import type { DutyRule } from '../../standard/duty-rules.ts';
import { addDays, localDate, startOf, type WorkingDays } from '../calendar.ts';
import type { OwedDuty } from './duty-lines.ts';
import { isInTime, type PeriodState } from './duty-periods.ts';

/** Rules that owe something because of what has happened, or will. */
export type CaseRule = Extract<DutyRule, { kind: 'event' | 'before-event' }>;

export const isCaseRule = (rule: DutyRule): rule is CaseRule =>
  rule.kind === 'event' || rule.kind === 'before-event';

export type Gravity = 'ordinary' | 'major';

/** Something that happened at a station: a delivery, a complaint, a notice. */
export interface DutyEvent {
  /** As the standard names it: `complaint-opened`. */
  event: string;
  /** What it is called there: the number of an order, a complaint, a notice. */
  key: string;
  /** ISO instant at which it happened; of what duties come before, at which it will. */
  at: string;
  gravity?: Gravity | undefined;
}

/** Who took something back, when and why. */
export interface Withdrawal {
  by: string;
  at: string;
  reason: string;
}

/** What was recorded of a case. */
export interface CaseRecord {
  recordId: string;
  /** An attempt is no result, but so many of them are as good as one. */
  outcome: 'done' | 'attempt';
  /** ISO instant of recording. */
  at: string;
  by: string;
  position: string;
  evidence: string;
  late?: true;
  withdrawn?: Withdrawal;
}

/** What is owed because of an event: once per event, duty and rule. */
export interface DutyCase {
  caseId: string;
  dutyId: string;
  /** Which of the duty's rules. */
  rule: number;
  event: string;
  key: string;
  at: string;
  /** ISO instant from which it is overdue. */
  dueAt: string;
  records: CaseRecord[];
  /** Its event was reported by mistake: it is owed no more. */
  withdrawn?: true;
}

/** Duties that an event opens a case of, with their rule's place. */
export const dutiesOfEvent = <Duty extends OwedDuty>(duties: readonly Duty[], event: string) =>
  duties.flatMap((duty) =>
    duty.rules.flatMap((rule, index) =>
      isCaseRule(rule) && rule.event === event ? [{ duty, rule, index }] : [],
    ),
  );

/** Whether the limits of an event depend on how grave it is. */
export const asksGravity = (duties: readonly OwedDuty[], event: string): boolean =>
  dutiesOfEvent(duties, event).some(({ rule }) => rule.kind === 'event' && rule.only !== undefined);

/** The names of all events that the duties know. */
export const knownEvents = (duties: readonly OwedDuty[]): string[] => [
  ...new Set(duties.flatMap(({ rules }) => rules.filter(isCaseRule).map(({ event }) => event))),
];

/** Whether a rule holds for an event of this gravity. */
export const holdsFor = (rule: CaseRule, gravity: Gravity | undefined): boolean =>
  rule.kind !== 'event' || rule.only === undefined || rule.only === gravity;

/**
 * The instant from which a case is overdue. A day counts to its end: "within 3 days" of a Monday is Thursday midnight.
 * What comes before an event is overdue when the event is there; the days that it is asked for before say when it is on the
 * desk (R24: asked for 15 days before, missed when there was none).
 */
export function overdueOfCase(rule: CaseRule, at: number, calendar: WorkingDays): number {
  if (rule.kind === 'before-event') return at;
  const day = localDate(at);
  const { amount, unit } = rule.within;
  switch (unit) {
    case 'hour':
      return at + amount * 3_600_000;
    case 'day':
      return startOf(addDays(day, amount + 1));
    case 'workday': {
      let last = day;
      for (let left = amount; left > 0; ) {
        last = addDays(last, 1);
        if (calendar.isWorked(last)) left -= 1;
      }
      return startOf(addDays(last, 1));
    }
  }
}

const counting = (records: readonly CaseRecord[]) => records.filter(({ withdrawn }) => !withdrawn);

/** The instant at which a case was done, in milliseconds; null while it is not. */
export function doneAt(rule: CaseRule, records: readonly CaseRecord[]): number | null {
  const counted = counting(records);
  const results = counted.filter(({ outcome }) => outcome === 'done').map(({ at }) => Date.parse(at));
  const attempts = counted
    .filter(({ outcome }) => outcome === 'attempt')
    .map(({ at }) => Date.parse(at))
    .sort((a, b) => a - b);
  const enough = rule.kind === 'event' && rule.orAttempts ? attempts[rule.orAttempts - 1] : undefined;
  const ends = [...results, ...(enough === undefined ? [] : [enough])];
  return ends.length === 0 ? null : Math.min(...ends);
}

/** How a case stands, like a stretch of time: missed is a state, and late is late for good; or not at all. */
export function stateOfCase(
  rule: CaseRule,
  { dueAt, records, withdrawn }: Pick<DutyCase, 'dueAt' | 'records' | 'withdrawn'>,
  now: number,
): PeriodState | 'withdrawn' {
  if (withdrawn) return 'withdrawn';
  const done = doneAt(rule, records);
  if (done !== null && done <= now) return isInTime(done, dueAt) ? 'done' : 'late';
  return isInTime(now, dueAt) ? 'open' : 'missed';
}
