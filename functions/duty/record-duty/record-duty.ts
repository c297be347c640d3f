import { localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { DutyContext } from '../../../packages/domain/duty/duty-facts.ts';
import { withAudit } from '../../../packages/domain/duty/measuring-devices.ts';
import {
  type CheckedRecord,
  checkRecord,
  positionOfRecord,
  type RecordContext,
  type RecordInput,
  recordsCountFrom,
} from '../../../packages/domain/duty/record-duty.ts';
import { counting, type KeptRecord } from '../../../packages/domain/duty/station-duties.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import { dutyRecordId } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyOfEdition } from '../../../packages/standard/duty-rules.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { recordCase } from '../record-case.ts';
import { type DutyPorts, plansFor, stationNotFound, stationOfDuties } from '../station-of-duties.ts';

interface Ports extends DutyPorts {
  duties: DutyStore;
  hash(value: unknown): string;
}
type Input = { stationId: string; dutyId: string; case?: string | undefined } & Omit<RecordInput, 'caseId'>;

/** Two audits of a station that are recorded at the same moment are rare, more of them rarer. */
const attempts = 5;

/** Records that a duty was done, for a stretch of time or for a case; it is late for good when it comes late. */
export const recordDuty =
  (ports: Ports) =>
  async ({ stationId, dutyId, case: caseId, ...given }: Input, caller: Caller): Promise<Answer> => {
    const { station, rules, context } = await stationOfDuties(ports, stationId);
    const { subject } = caller;
    const place = { stationId, regionId: station.regionId };
    const duty = rules.duties.find(({ id }) => id === dutyId);
    if (!duty) {
      caller.allow({ ...place, position: subject.positions?.[0] ?? '' }, stationNotFound);
      throw inputRejected([
        {
          field: 'dutyId',
          code: 'unknown-duty',
          value: dutyId,
          allowed: `${rules.duties[0]?.id}…${rules.duties.at(-1)?.id}`,
        },
      ]);
    }
    const input: RecordInput = { ...given, ...(caseId === undefined ? {} : { caseId }) };
    const record: RecordContext = {
      ...context,
      chart: rules.chart,
      positions: subject.positions ?? [],
      personId: subject.personId,
      leads: subject.role === 'station-master' || subject.role === 'general-administrator',
      plans: await plansFor(ports.duties, { ...context, duties: [duty] }),
    };
    const { position, allowed, problems } = positionOfRecord(duty, input, record);
    // Whoever names a position that does not owe it is told so, if it is the own station.
    const asked = problems.length > 0 ? (subject.positions?.[0] ?? '') : position;
    // At the own station it is said whose it is; foreign ones are hidden first.
    if (subject.stationId === stationId && !record.positions.includes(asked))
      throw refused('NotPermitted', 'another position owes it', {
        status: 403,
        details: { owedBy: allowed.join(', ') },
      });
    caller.allow({ ...place, position: asked }, stationNotFound);
    if (problems.length > 0) throw inputRejected(problems);
    const by = subject.personId ?? subject.subject;
    if (caseId !== undefined) return recordCase(ports, { stationId, duty, caseId, position, by }, input);
    const records = await recordedLately(ports.duties, stationId, duty, context.now);
    const checked = checkRecord(duty, position, input, { ...record, records });
    if (!checked.record) throw inputRejected(checked.problems);
    return keep(ports, stationId, duty, checked.record, by, context);
  };

/** What was recorded of a duty lately; read only where the last time must not be too long ago. */
async function recordedLately(
  duties: DutyStore,
  stationId: string,
  duty: DutyOfEdition,
  now: number,
): Promise<KeptRecord[]> {
  const since = recordsCountFrom(duty, now);
  if (since === null) return [];
  const { records } = await duties.ofStation(stationId, since);
  return counting(records).filter(({ dutyId }) => dutyId === duty.id);
}

async function keep(
  { duties, hash }: Ports,
  stationId: string,
  { id: dutyId }: DutyOfEdition,
  { period, late, audited, ...what }: CheckedRecord,
  by: string,
  { now }: DutyContext,
): Promise<Answer> {
  const { position, subject, evidence } = what;
  const recordId = dutyRecordId(
    period.last,
    dutyId,
    hash({ stationId, dutyId, period: period.id, position, subject, evidence }),
  );
  const record: KeptRecord = {
    recordId,
    dutyId,
    period: period.id,
    ...what,
    ...(audited ? { audited } : {}),
    by,
    at: instant(now),
    ...(late ? { late: true } : {}),
  };
  const changed = { changedBy: by, changedAt: instant(now) };
  for (let attempt = 0; attempt < attempts; attempt++) {
    const start = await duties.dutyStart(stationId);
    // The first record says that the station has begun.
    if (!start) await duties.beginDuties(stationId, localDate(now), changed);
    const known = start?.audited ?? {};
    const covered = audited
      ? { before: known, audited: withAudit(known, audited, localDate(now), recordId) }
      : null;
    if (await duties.saveRecord(stationId, record, covered, changed))
      return { status: 201, body: shownRecord(stationId, record) };
    const before = await duties.dutyRecord(stationId, recordId);
    // It is not the record that was in the way, but another audit.
    if (!before || before.withdrawn) continue;
    const same =
      before.count === record.count &&
      before.hours === record.hours &&
      (before.audited ?? []).join() === (audited ?? []).join();
    if (!same) throw refused('DutyAlreadyRecorded', 'recorded with other figures', { details: { recordId } });
    return { status: 200, body: shownRecord(stationId, before) };
  }
  throw refused('DutyCaseChanged', 'it kept changing');
}

const shownRecord = (
  stationId: string,
  { recordId, dutyId, period, position, subject, by, at, evidence, count, hours, audited, late }: KeptRecord,
) => ({
  recordId,
  stationId,
  dutyId,
  period,
  position,
  ...(subject === undefined ? {} : { subject }),
  by,
  at,
  evidence,
  ...(count === undefined ? {} : { count }),
  ...(hours === undefined ? {} : { hours }),
  ...(audited === undefined ? {} : { audited }),
  late: late ?? false,
});
