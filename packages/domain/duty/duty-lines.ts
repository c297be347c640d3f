import type { DutyOfEdition, DutyRule } from '../../standard/duty-rules.ts';
import { addDays, type LocalDate, localDate, startOf } from '../calendar.ts';
import {
  type DutyRecord,
  isPeriodic,
  type Period,
  type PeriodicRule,
  type PeriodState,
  stateOfPeriod,
} from './duty-periods.ts';

/** Somebody who holds a position of a station, since a day. */
export interface DutyHolder {
  personId: string;
  position: string;
  since: LocalDate;
  /** Since when the position is held, where somebody else held it before. */
  heldSince?: LocalDate;
}

/** A duty as far as it is owed: `DutyOfEdition` has it, and so has the edition itself. */
export type OwedDuty = Pick<DutyOfEdition, 'id' | 'positions' | 'rules'>;

/** One rule of a duty as one station owes it. */
export interface DutyLine<Rule extends DutyRule = DutyRule> {
  /** `R11`, of the second rule of the duty `R11.1`, of an area the position with it: `R11.WSM`. */
  key: string;
  dutyId: string;
  rule: Rule;
  /** Positions that owe it. */
  positions: readonly string[];
  /** Who answers for it: a position that is held, otherwise the station head. */
  owner: string;
  /** From when on somebody holds such a position, whoever it was; stretches that had begun before are not owed. */
  from: LocalDate;
  /** People for each of whom it is owed. */
  subjects?: readonly { personId: string; since: LocalDate }[];
}

/** Answers for what nobody of the station holds the position for (house). */
export const stationHead = 'SM';

export const isPeriodicLine = (line: DutyLine): line is DutyLine<PeriodicRule> => isPeriodic(line.rule);
/** Rules that certificates answer by themselves. */
const isOfCertificates = (rule: DutyRule) => rule.kind === 'expiry' && rule.of !== 'measuring-device';
/** Owed whoever is there: what has happened, and what is in order until a day. */
const isOwedAnyway = ({ kind }: DutyRule) => kind !== 'window' && kind !== 'workday-cutoff';

/** Positions that owe a rule of a duty. */
export const positionsOf = (duty: OwedDuty, rule: DutyRule): readonly string[] =>
  rule.positions ?? duty.positions;

/**
 * Everything that a station owes, by the positions that are held there. What has a position that nobody holds is not
 * owed, because the vacant seat is a breach of its own; a case that has happened, a device that expires and a position
 * that has to be audited again are, by the station head.
 */
export function linesOf(
  duties: readonly OwedDuty[],
  holders: readonly DutyHolder[],
  technicians: readonly string[],
): DutyLine[] {
  const sinces = sinceByPosition(holders);
  return duties.flatMap((duty) =>
    duty.rules.flatMap((rule, index) =>
      isOfCertificates(rule) ? [] : linesOfRule(duty, rule, index, { sinces, holders, technicians }),
    ),
  );
}

interface People {
  /** Position → since when somebody holds it. */
  sinces: ReadonlyMap<string, LocalDate>;
  holders: readonly DutyHolder[];
  technicians: readonly string[];
}

function linesOfRule(duty: OwedDuty, rule: DutyRule, index: number, people: People): DutyLine[] {
  const { sinces, holders, technicians } = people;
  const owed = positionsOf(duty, rule);
  const held = owed.filter((code) => sinces.has(code));
  const [owner] = held;
  const common = { key: index === 0 ? duty.id : `${duty.id}.${index}`, dutyId: duty.id, rule };
  if (owner === undefined)
    return isOwedAnyway(rule) ? [{ ...common, positions: owed, owner: stationHead, from: '' }] : [];
  const line: DutyLine = { ...common, positions: owed, owner, from: earliestOf(sinces, held) };
  const per = rule.kind === 'window' ? rule.per : 'station';
  switch (per) {
    case 'station':
      return [line];
    case 'area':
      return held.map((position) => ({
        ...line,
        key: `${line.key}.${position}`,
        positions: [position],
        owner: position,
        from: earliestOf(sinces, [position]),
      }));
    case 'technician':
      return [{ ...line, subjects: subjectsOf(holders, technicians) }];
    case 'person': {
      // Everybody owes it, and who heads the station sees to it.
      const head = held.length > 1 && sinces.has(stationHead);
      return [{ ...line, owner: head ? stationHead : owner, subjects: subjectsOf(holders, held) }];
    }
  }
}

function sinceByPosition(holders: readonly DutyHolder[]): Map<string, LocalDate> {
  const found = new Map<string, LocalDate>();
  for (const { position, since, heldSince = since } of holders) {
    const before = found.get(position);
    if (before === undefined || heldSince < before) found.set(position, heldSince);
  }
  return found;
}

const earliestOf = (sinces: ReadonlyMap<string, LocalDate>, positions: readonly string[]): LocalDate =>
  positions.map((code) => sinces.get(code) ?? '').sort()[0] ?? '';

function subjectsOf(holders: readonly DutyHolder[], positions: readonly string[]) {
  const found = new Map<string, LocalDate>();
  for (const { personId, position, since } of holders) {
    const before = found.get(personId);
    if (positions.includes(position) && (before === undefined || since < before)) found.set(personId, since);
  }
  return [...found].map(([personId, since]) => ({ personId, since }));
}

/** People for whom a stretch is owed: whoever was there when it began. */
export const subjectsIn = ({ subjects }: DutyLine, { first }: Period): string[] =>
  (subjects ?? []).filter(({ since }) => since <= first).map(({ personId }) => personId);

/** Whether a stretch is owed at all, at a station that owes its duties from a day on. */
export const isOwed = (line: DutyLine, period: Period, dutiesFrom: LocalDate): boolean =>
  period.first >= dutiesFrom &&
  period.first >= line.from &&
  (line.subjects === undefined || subjectsIn(line, period).length > 0);

/** Days that HQ has set for what is due by its plan: `R33 2026-11` → the last day for it. */
export type DutyPlans = Readonly<Record<string, LocalDate>>;

/** Names of stretches of the same kind sort as the stretches do. */
const isEarlier = (id: string, than: string) =>
  id.length === than.length && id.includes('W') === than.includes('W') && id < than;

/**
 * The stretch with the instant from which it is overdue here: the plan of HQ may set another day, and where the last
 * time was too long ago it is due earlier.
 */
export function asDue(
  line: DutyLine<PeriodicRule>,
  period: Period,
  records: readonly DutyRecord[],
  plans: DutyPlans = {},
): Period {
  const { rule, dutyId } = line;
  if (rule.kind !== 'window') return period;
  const planned = rule.calendar === 'hq-plan' ? plans[`${dutyId} ${period.id}`] : undefined;
  if (planned !== undefined) return { ...period, overdueAt: startOf(addDays(planned, 1)) };
  const before =
    rule.maxGapDays === undefined
      ? undefined
      : lastDay(records.filter((record) => isEarlier(record.period, period.id)));
  if (rule.maxGapDays === undefined || before === undefined) return period;
  const gapAt = startOf(addDays(before, rule.maxGapDays + 1));
  // Where the gap ended before the stretch began, the one before is what was missed.
  return gapAt > startOf(period.first) && gapAt < period.overdueAt ? { ...period, overdueAt: gapAt } : period;
}

/** The day at the station of the newest of these records. */
export const lastDay = (records: readonly Pick<DutyRecord, 'at'>[]): LocalDate | undefined => {
  const [newest] = records.map(({ at }) => at).sort((a, b) => (a < b ? 1 : -1));
  return newest === undefined ? undefined : localDate(Date.parse(newest));
};

/** The records that count for a line, of those of its duty: the head's hours are none of the others', nor theirs the head's. */
export function recordsOf<Kept extends DutyRecord>(
  { rule, owner, subjects = [] }: DutyLine,
  records: readonly Kept[],
): readonly Kept[] {
  switch (rule.kind === 'window' ? rule.per : 'station') {
    case 'area':
      return records.filter(({ position }) => position === owner);
    case 'person': {
      const people = new Set<string | undefined>(subjects.map(({ personId }) => personId));
      return records.filter(({ subject }) => people.has(subject));
    }
    default:
      return records;
  }
}

/** How a stretch of a line stands; with several people it is as far as the last of them. */
export function stateOfLine(
  line: DutyLine<PeriodicRule>,
  period: Period,
  records: readonly DutyRecord[],
  now: number,
): PeriodState {
  if (!line.subjects) return stateOfPeriod(line.rule, period, records, now);
  const states = subjectsIn(line, period).map((personId) =>
    stateOfSubject(line, period, personId, records, now),
  );
  return worst.find((state) => states.includes(state)) ?? 'done';
}
const worst: readonly PeriodState[] = ['missed', 'open', 'late'];

export const stateOfSubject = (
  line: DutyLine<PeriodicRule>,
  period: Period,
  personId: string,
  records: readonly DutyRecord[],
  now: number,
): PeriodState =>
  stateOfPeriod(
    line.rule,
    period,
    records.filter(({ subject }) => subject === personId),
    now,
  );
