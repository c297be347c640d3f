import { addDays, type LocalDate, localDate, startOf } from '../calendar.ts';
import { instant } from '../clock.ts';
import { type DutyCase, isCaseRule, stateOfCase } from './duty-cases.ts';
import { auditDues, type DutyContext, isCaseOwed, lineOfCase } from './duty-facts.ts';
import {
  asDue,
  type DutyLine,
  isOwed,
  isPeriodicLine,
  linesOf,
  recordsOf,
  stateOfLine,
  stateOfSubject,
  subjectsIn,
} from './duty-lines.ts';
import { isInTime, type Period, type PeriodicRule, type PeriodState, periodOf } from './duty-periods.ts';
import { isInUse } from './measuring-devices.ts';
import { type KeptRecord, recordsByDuty, type StationDuties } from './station-duties.ts';

/** What a station owes once: for a stretch of time, because of a case, for a device or a position to be audited. */
export interface DutyEntry {
  dutyId: string;
  /** The line of the duty, by which entries of the same rule stand together. */
  line: string;
  position: string;
  kind: 'period' | 'case' | 'device' | 'coverage';
  /** Name of the stretch, id of the case or the device, position to be audited. */
  of: string;
  /** First and last day of a stretch. */
  first?: LocalDate;
  last?: LocalDate;
  /** ISO instant from which it is overdue. */
  dueAt: string;
  /** `withdrawn`: a case whose event was reported by mistake. */
  state: PeriodState | 'withdrawn';
  /** Whom it is about, of a duty per technician or person. */
  subject?: string;
  /** What a case is about: the event and what it is called at the station. */
  event?: string;
  key?: string;
  /** How much was recorded, where more than one record is asked for. */
  recorded?: number;
  asked?: number;
  unit?: 'records' | 'hours' | 'attempts';
  records: { recordId: string; at: string; by: string; evidence: string; late: boolean }[];
}

/**
 * The calendar of a station's duties between two days, both included: what is done, done late, open or missed, the
 * first due first. What began before duties were owed stands there only where something was recorded for it.
 * @param cases those that are due between the days
 */
export function dutyCalendar(
  given: StationDuties,
  cases: readonly DutyCase[],
  context: DutyContext,
  between: { from: LocalDate; to: LocalDate },
): DutyEntry[] {
  const records = recordsByDuty(given.records);
  const { duties, holders, technicians } = context;
  return linesOf(duties, holders, technicians)
    .flatMap((line) =>
      isPeriodicLine(line)
        ? periodEntries(line, records.get(line.dutyId) ?? [], given.from, context, between)
        : [
            ...caseEntries(line, cases, given, context, between),
            ...datedEntries(line, given, context, between),
          ],
    )
    .sort((a, b) => (a.dueAt < b.dueAt ? -1 : a.dueAt > b.dueAt ? 1 : a.line < b.line ? -1 : 1));
}

function periodEntries(
  line: DutyLine<PeriodicRule>,
  records: readonly KeptRecord[],
  dutiesFrom: LocalDate | undefined,
  { calendar, plans, now }: DutyContext,
  { from, to }: { from: LocalDate; to: LocalDate },
): DutyEntry[] {
  const own = recordsOf(line, records);
  const { rule } = line;
  const asks = asked(rule);
  const found: DutyEntry[] = [];
  const add = (period: Period, state: PeriodState, kept: readonly KeptRecord[], subject?: string) =>
    found.push({
      dutyId: line.dutyId,
      line: line.key,
      position: line.owner,
      kind: 'period',
      of: period.id,
      first: period.first,
      last: period.last,
      dueAt: instant(period.overdueAt),
      state,
      ...(subject === undefined ? {} : { subject }),
      ...(asks
        ? {
            recorded: kept.reduce(
              (sum, one) => sum + (asks.unit === 'hours' ? (one.hours ?? 0) : (one.count ?? 1)),
              0,
            ),
            ...asks,
          }
        : {}),
      records: kept.map((one) => shown(one, period.overdueAt)),
    });
  for (let date = from; date <= to; ) {
    const plain = periodOf(rule, date, calendar);
    date = addDays(plain?.last ?? date, 1);
    if (!plain) continue;
    const period = asDue(line, plain, own, plans);
    const kept = own.filter((record) => record.period === period.id);
    const owed = dutiesFrom !== undefined && isOwed(line, period, dutiesFrom);
    if (!owed && kept.length === 0) continue;
    if (!line.subjects) add(period, stateOfLine(line, period, own, now), kept);
    const people = owed ? subjectsIn(line, period) : [];
    for (const subject of line.subjects
      ? new Set([...people, ...kept.flatMap((one) => one.subject ?? [])])
      : [])
      add(
        period,
        stateOfSubject(line, period, subject, own, now),
        kept.filter((one) => one.subject === subject),
        subject,
      );
  }
  return found;
}

const shown = (
  { recordId, at, by, evidence }: Pick<KeptRecord, 'recordId' | 'at' | 'by' | 'evidence'>,
  overdueAt: number,
) => ({ recordId, at, by, evidence, late: !isInTime(at, overdueAt) });

/** How much of what a rule asks for in a stretch, where it is not just one record. */
export function asked(rule: PeriodicRule): { asked: number; unit: 'records' | 'hours' } | null {
  if (rule.kind === 'window' && rule.hours !== undefined) return { asked: rule.hours, unit: 'hours' };
  return (rule.records ?? 1) > 1 ? { asked: rule.records ?? 1, unit: 'records' } : null;
}

function caseEntries(
  line: DutyLine,
  cases: readonly DutyCase[],
  given: StationDuties,
  { now }: DutyContext,
  { from, to }: { from: LocalDate; to: LocalDate },
): DutyEntry[] {
  const { rule } = line;
  if (!isCaseRule(rule)) return [];
  const common = { dutyId: line.dutyId, line: line.key, position: line.owner, kind: 'case' } as const;
  const seen = new Set(cases.map(({ caseId }) => caseId));
  const attempts = rule.kind === 'event' ? rule.orAttempts : undefined;
  const dated = cases
    .filter((one) => lineOfCase(one) === line.key)
    .map((one): DutyEntry => {
      const kept = one.records.filter(({ withdrawn }) => !withdrawn);
      return {
        ...common,
        of: one.caseId,
        dueAt: one.dueAt,
        state: stateOfCase(rule, one, now),
        event: one.event,
        key: one.key,
        ...(attempts === undefined
          ? {}
          : {
              recorded: kept.filter(({ outcome }) => outcome === 'attempt').length,
              asked: attempts,
              unit: 'attempts' as const,
            }),
        records: kept.map((record) => shown(record, Date.parse(one.dueAt))),
      };
    });
  // Whatever is overdue and not done stays in sight, however long ago it was due.
  const older = given.open
    .filter(
      (one) =>
        lineOfCase(one) === line.key &&
        !seen.has(one.caseId) &&
        localDate(Date.parse(one.dueAt) - 1) < from &&
        localDate(now) <= to &&
        given.from !== undefined &&
        isCaseOwed(one, given.from),
    )
    .map(
      ({ caseId, dueAt }): DutyEntry => ({
        ...common,
        of: caseId,
        dueAt,
        state: Date.parse(dueAt) <= now ? 'missed' : 'open',
        records: [],
      }),
    );
  return [...dated, ...older];
}

/** Devices and positions that were in order until a day, where that day is near or over. */
function datedEntries(
  { rule, dutyId, key, owner }: DutyLine,
  { devices, audited, from: dutiesFrom }: StationDuties,
  { holders, now }: DutyContext,
  { from, to }: { from: LocalDate; to: LocalDate },
): DutyEntry[] {
  if (dutiesFrom === undefined) return [];
  const today = localDate(now);
  const entry = (kind: 'device' | 'coverage', of: string, due: LocalDate): DutyEntry[] =>
    (from <= due && due <= to) || (due < today && today <= to && due < from)
      ? [
          {
            dutyId,
            line: key,
            position: owner,
            kind,
            of,
            dueAt: instant(startOf(addDays(due, 1))),
            state: due < today ? 'missed' : 'open',
            records: [],
          },
        ]
      : [];
  if (rule.kind === 'expiry')
    return devices
      .filter(isInUse)
      .flatMap(({ deviceId, validUntil }) => entry('device', deviceId, validUntil));
  if (rule.kind === 'coverage')
    return auditDues(rule.withinMonths, audited, holders, dutiesFrom).flatMap(({ position, due }) =>
      entry('coverage', position, due),
    );
  return [];
}
