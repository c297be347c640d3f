import type { DutyOfEdition } from '../../standard/duty-rules.ts';
import { addDays, type LocalDate, localDate, type WorkingDays } from '../calendar.ts';
import type { FieldProblem } from '../errors.ts';
import { isCaseRule } from './duty-cases.ts';
import {
  asDue,
  type DutyHolder,
  type DutyLine,
  type DutyPlans,
  linesOf,
  positionsOf,
  recordsOf,
  stationHead,
} from './duty-lines.ts';
import {
  type DutyRecord,
  isInTime,
  isOfKind,
  isPeriodic,
  type Period,
  type PeriodicRule,
  periodById,
} from './duty-periods.ts';

/** What somebody says was done. */
export interface RecordInput {
  /** The stretch of time it was done for. */
  period?: string | undefined;
  /** The case it was done for. */
  caseId?: string | undefined;
  position?: string | undefined;
  subject?: string | undefined;
  evidence: string;
  count?: number | undefined;
  hours?: number | undefined;
  outcome?: 'done' | 'attempt' | undefined;
  /** Positions that an internal audit looked at. */
  audited?: readonly string[] | undefined;
}

/** Who says so, and what is known of the station. */
export interface RecordContext {
  holders: readonly DutyHolder[];
  technicians: readonly string[];
  /** Every position of the edition. */
  chart: readonly string[];
  calendar: WorkingDays;
  plans?: DutyPlans;
  /** What was recorded of the duty lately, where the last time must not be too long ago. */
  records?: readonly DutyRecord[];
  /** Positions that the caller holds or stands in for. */
  positions: readonly string[];
  personId: string | undefined;
  /** Heads the station or runs it, and may record for others. */
  leads: boolean;
  now: number;
}

/** The rules that a record may be about: of its kind of stretch, or of cases. */
function candidates(duty: DutyOfEdition, input: RecordInput) {
  return duty.rules.flatMap((rule, index) => {
    const fits = input.caseId === undefined ? isPeriodic(rule) : isCaseRule(rule);
    return fits ? [{ rule, index }] : [];
  });
}

/**
 * The position that a record is made by: the one that is named, or the caller's own that owes it. Where nobody holds
 * such a position at the station, its head steps in.
 * @returns the position, and all that might record it
 */
export function positionOfRecord(
  duty: DutyOfEdition,
  input: RecordInput,
  { holders, positions }: Pick<RecordContext, 'holders' | 'positions'>,
): { position: string; allowed: string[]; problems: FieldProblem[] } {
  const rules = candidates(duty, input).filter(
    ({ rule }) =>
      input.period === undefined || (isPeriodic(rule) && isOfKind(rule, input.period)) || !isPeriodic(rule),
  );
  const fitting = rules.flatMap(({ rule }) => positionsOf(duty, rule));
  const owed = [...new Set(fitting.length > 0 ? fitting : duty.positions)];
  const isHeld = owed.some((code) => holders.some(({ position }) => position === code));
  const allowed = isHeld ? owed : [...owed, stationHead];
  if (input.position !== undefined) {
    const problems = allowed.includes(input.position)
      ? []
      : [
          {
            field: 'position',
            code: 'position-not-owing',
            value: input.position,
            allowed: allowed.join(', '),
          },
        ];
    return { position: input.position, allowed, problems };
  }
  const own = allowed.filter((code) => positions.includes(code));
  const [position = owed[0] ?? stationHead] = own;
  const perArea = rules.some(({ rule }) => rule.kind === 'window' && rule.per === 'area');
  return own.length > 1 && perArea
    ? {
        position,
        allowed,
        problems: [{ field: 'position', code: 'which-position', allowed: own.join(', ') }],
      }
    : { position, allowed, problems: [] };
}

/** The first day of which it counts what was recorded, when a duty is recorded; null where nothing does. */
export function recordsCountFrom({ rules }: DutyOfEdition, now: number): LocalDate | null {
  const gaps = rules.flatMap((rule) => (rule.kind === 'window' ? (rule.maxGapDays ?? []) : []));
  // Whatever was recorded in the days of the gap was for a stretch that had not ended a month before.
  return gaps.length === 0 ? null : addDays(localDate(now), -(Math.max(...gaps) + mostDaysOfStretch));
}
const mostDaysOfStretch = 31;

/** A record for a stretch of time, checked. */
export interface CheckedRecord {
  period: Period;
  position: string;
  subject?: string;
  evidence: string;
  count?: number;
  hours?: number;
  audited?: string[];
  late: boolean;
}

/** @returns the record, or every field that is not right */
export function checkRecord(
  duty: DutyOfEdition,
  position: string,
  input: RecordInput,
  context: RecordContext,
): { record: CheckedRecord; problems: [] } | { record: null; problems: FieldProblem[] } {
  const problems: FieldProblem[] = [];
  const periodic = duty.rules.filter(isPeriodic);
  const found = rulesOfPeriod(duty, input.period, position);
  const named = input.period === undefined ? null : periodOfRecord(periodic, input.period, context.calendar);
  if (periodic.length === 0)
    return {
      record: null,
      problems: [
        duty.rules.some(isCaseRule)
          ? { field: 'case', code: 'missing' }
          : { field: 'dutyId', code: 'recorded-as-device', value: duty.id },
      ],
    };
  if (input.period === undefined)
    problems.push({
      field: 'period',
      code: 'period-missing',
      allowed: [...new Set(periodic.map(periodExample))].join(', '),
    });
  else if (!named)
    problems.push({
      field: 'period',
      code: 'period-not-owed',
      value: input.period,
      allowed: [...new Set(periodic.map(periodExample))].join(', '),
    });
  else if (named.first > localDate(context.now))
    problems.push({
      field: 'period',
      code: 'period-not-begun',
      value: input.period,
      allowed: localDate(context.now),
    });
  const rule = found ?? periodic[0];
  if (rule) problems.push(...amountProblems(rule, input));
  const subject = subjectOf(rule, duty, input, context, problems);
  const audited = auditedOf(duty, input, context, problems);
  if (input.outcome === 'attempt')
    problems.push({ field: 'outcome', code: 'attempt-not-counted', value: 'attempt', allowed: 'done' });
  if (!named || !rule || problems.length > 0) return { record: null, problems };
  const line = lineOf(duty, rule, position, context);
  const { overdueAt } = line
    ? asDue(line, named, recordsOf(line, context.records ?? []), context.plans)
    : named;
  return {
    problems: [],
    record: {
      period: { ...named, overdueAt },
      position,
      evidence: input.evidence,
      ...(subject === undefined ? {} : { subject }),
      ...(input.count === undefined ? {} : { count: input.count }),
      ...(input.hours === undefined ? {} : { hours: input.hours }),
      ...(audited === undefined ? {} : { audited }),
      late: !isInTime(context.now, overdueAt),
    },
  };
}

const rulesOfPeriod = (
  duty: DutyOfEdition,
  period: string | undefined,
  position: string,
): PeriodicRule | undefined => {
  const rules = duty.rules.filter(isPeriodic).filter((rule) => period && isOfKind(rule, period));
  return rules.find((rule) => positionsOf(duty, rule).includes(position)) ?? rules[0];
};

const periodOfRecord = (rules: readonly PeriodicRule[], id: string, calendar: WorkingDays): Period | null =>
  rules.map((rule) => (isOfKind(rule, id) ? periodById(rule, id, calendar) : null)).find(Boolean) ?? null;

/** What the stretches of a rule are called. */
const periodExample = (rule: PeriodicRule): string =>
  ({ day: 'YYYY-MM-DD', week: 'YYYY-Www', month: 'YYYY-MM', quarter: 'YYYY-Qn', year: 'YYYY' })[
    rule.kind === 'window' ? rule.period : 'day'
  ];

function amountProblems(rule: PeriodicRule, { count, hours }: RecordInput): FieldProblem[] {
  const asksHours = rule.kind === 'window' && rule.hours !== undefined;
  const asksCount = (rule.records ?? 1) > 1;
  return [
    ...(asksHours && hours === undefined
      ? [{ field: 'hours', code: 'hours-missing', allowed: String(rule.hours) }]
      : []),
    ...(!asksHours && hours !== undefined
      ? [{ field: 'hours', code: 'not-asked-for', value: String(hours) }]
      : []),
    ...(!asksCount && count !== undefined
      ? [{ field: 'count', code: 'not-asked-for', value: String(count) }]
      : []),
  ];
}

/** Whom it is about: somebody of the station, where the duty is owed for each of several people. */
function subjectOf(
  rule: PeriodicRule | undefined,
  duty: DutyOfEdition,
  { subject }: RecordInput,
  { holders, technicians, personId, leads }: RecordContext,
  problems: FieldProblem[],
): string | undefined {
  const per = rule?.kind === 'window' ? rule.per : 'station';
  if (per !== 'technician' && per !== 'person') {
    if (subject !== undefined) problems.push({ field: 'subject', code: 'not-asked-for', value: subject });
    return undefined;
  }
  const positions = per === 'technician' ? technicians : rule ? positionsOf(duty, rule) : [];
  const named = subject ?? (per === 'person' ? personId : undefined);
  if (named === undefined) {
    problems.push({ field: 'subject', code: 'subject-missing', allowed: positions.join(', ') });
    return undefined;
  }
  // A record of the own training counts for every rule of it, so any position of the duty will do.
  const everywhere = per === 'person' ? duty.positions : positions;
  if (!holders.some((one) => one.personId === named && everywhere.includes(one.position)))
    problems.push({ field: 'subject', code: 'unknown-person', value: named });
  else if (per === 'person' && named !== personId && !leads)
    problems.push({ field: 'subject', code: 'only-own-record', value: named });
  return named;
}

function auditedOf(
  duty: DutyOfEdition,
  { audited }: RecordInput,
  { chart }: RecordContext,
  problems: FieldProblem[],
): string[] | undefined {
  const covers = duty.rules.some(({ kind }) => kind === 'coverage');
  if (!covers) {
    if (audited !== undefined)
      problems.push({ field: 'audited', code: 'not-asked-for', value: audited.join(', ') });
    return undefined;
  }
  const unknown = (audited ?? []).filter((position) => !chart.includes(position));
  if (audited === undefined || audited.length === 0)
    problems.push({ field: 'audited', code: 'missing-choice', allowed: chart.join(', ') });
  else if (unknown.length > 0)
    problems.push({
      field: 'audited',
      code: 'unknown-position',
      value: unknown.join(', '),
      allowed: chart.join(', '),
    });
  return audited && [...new Set(audited)];
}

const lineOf = (
  duty: DutyOfEdition,
  rule: PeriodicRule,
  position: string,
  { holders, technicians }: RecordContext,
): DutyLine<PeriodicRule> | undefined => {
  const lines = linesOf([duty], holders, technicians).filter(
    (line): line is DutyLine<PeriodicRule> => line.rule === rule,
  );
  return lines.find(({ positions }) => positions.includes(position)) ?? lines[0];
};
