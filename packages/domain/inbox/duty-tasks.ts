import type { DutyOfEdition } from '../../standard/duty-rules.ts';
import type { Subject } from '../access/may.ts';
import { addDays, type LocalDate, localDate, startOf } from '../calendar.ts';
import { instant } from '../clock.ts';
import { isCaseRule } from '../duty/duty-cases.ts';
import { type DutyContext, isCaseOwed, lineOfCase, stretches } from '../duty/duty-facts.ts';
import {
  asDue,
  type DutyLine,
  isPeriodicLine,
  linesOf,
  recordsOf,
  stateOfLine,
  stateOfSubject,
  subjectsIn,
} from '../duty/duty-lines.ts';
import type { Period, PeriodicRule } from '../duty/duty-periods.ts';
import { alertFrom, isInUse } from '../duty/measuring-devices.ts';
import { recordsByDuty, type StationDuties } from '../duty/station-duties.ts';
import type { Task } from './tasks.ts';

/** An inbox looks back so far; what was missed before stands in the calendar (house). */
const lookedBackDays = 31;
/** What is not due before is not on the desk yet. */
const soonMilliseconds = 7 * 86_400_000;
/** Nobody gets more than so many of one duty. */
const ofOneLine = 6;

/** The first day of which an inbox asks what was recorded. */
export const inboxLooksBackTo = (now: number): LocalDate => addDays(localDate(now), -lookedBackDays);

/** The lines of a station's duties that are a subject's to do; of a duty of everybody only the own part. */
export const linesOfSubject = (context: DutyContext, subject: Subject): DutyLine[] =>
  linesOf(context.duties, context.holders, context.technicians).filter(
    ({ rule, owner, positions, subjects, from }) =>
      rule.kind === 'window' && rule.per === 'person'
        ? (subjects ?? []).some(({ personId }) => personId === subject.personId)
        : // Nobody holds a position that owes it, so it is the owner's.
          (from === '' ? [owner] : positions).some((code) => subject.positions?.includes(code)),
  );

/**
 * What is due soon or overdue of a station's duties, as tasks of whoever holds the position or stands in; gone in the
 * moment it is recorded.
 */
export function dutyTasks(
  given: StationDuties,
  lines: readonly DutyLine[],
  context: DutyContext & { duties: readonly DutyOfEdition[] },
  subject: Subject,
  station: { stationId: string; regionId: string },
): Task[] {
  const { from } = given;
  const { now } = context;
  if (from === undefined) return [];
  const records = recordsByDuty(given.records);
  const route = `/v1/stations/${station.stationId}`;
  const taskOf = (line: DutyLine, of: string, dueAt: string, about?: string): Task => ({
    taskId: `record-duty:${station.stationId}:${line.key}:${of}${about === undefined ? '' : `:${about}`}`,
    kind: 'record-duty',
    of,
    ...station,
    name: station.stationId,
    position: line.owner,
    item: line.dutyId,
    dueAt,
    overdue: Date.parse(dueAt) <= now,
    ...titleOf(context.duties, line.dutyId),
    action: { method: 'POST', path: `${route}/duties/${line.dutyId}/records` },
  });
  return lines.flatMap((line): Task[] => {
    const { rule } = line;
    if (isPeriodicLine(line)) {
      const own = recordsOf(line, records.get(line.dutyId) ?? []);
      return openStretches(line, from, context)
        .map((period) => asDue(line, period, own, context.plans))
        .filter(({ overdueAt }) => overdueAt - now <= soonMilliseconds)
        .flatMap((period) => {
          const dueAt = instant(period.overdueAt);
          if (!line.subjects)
            return isOpen(stateOfLine(line, period, own, now)) ? [taskOf(line, period.id, dueAt)] : [];
          return subjectsIn(line, period)
            .filter(
              (personId) =>
                (rule.kind !== 'window' || rule.per === 'technician' || personId === subject.personId) &&
                isOpen(stateOfSubject(line, period, personId, own, now)),
            )
            .map((personId) => ({
              ...taskOf(line, period.id, dueAt, personId),
              ...(personId === subject.personId ? {} : { note: personId }),
            }));
        })
        .slice(-Math.max(ofOneLine, line.subjects?.length ?? 0));
    }
    if (isCaseRule(rule)) {
      const leadDays = rule.kind === 'before-event' ? rule.leadDays : 0;
      const onDeskFrom = ({ dueAt }: { dueAt: string }) => addDays(localDate(Date.parse(dueAt)), -leadDays);
      return given.open
        .filter((one) => lineOfCase(one) === line.key && isCaseOwed(one, from))
        .filter((one) => leadDays === 0 || startOf(onDeskFrom(one)) - now <= soonMilliseconds)
        .map(({ caseId, dueAt }) => taskOf(line, caseId, dueAt));
    }
    if (rule.kind !== 'expiry') return [];
    return given.devices
      .filter((device) => isInUse(device) && alertFrom(device.validUntil, rule.alertDays) <= localDate(now))
      .map(({ deviceId, validUntil }) => ({
        ...taskOf(line, deviceId, instant(startOf(addDays(validUntil, 1)))),
        action: { method: 'PUT' as const, path: `${route}/measuring-devices/${deviceId}` },
      }));
  });
}

const isOpen = (state: string): boolean => state === 'open' || state === 'missed';

const openStretches = (
  line: DutyLine<PeriodicRule>,
  from: LocalDate,
  { now, calendar }: DutyContext,
): Period[] =>
  stretches(line, from, localDate(now), calendar).filter(({ last }) => last >= inboxLooksBackTo(now));

function titleOf(duties: readonly DutyOfEdition[], dutyId: string): { title?: { zh: string; en: string } } {
  const duty = duties.find(({ id }) => id === dutyId);
  return duty ? { title: duty.name } : {};
}
