import { addDays, localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { doneAt, isCaseRule, type Withdrawal } from '../../../packages/domain/duty/duty-cases.ts';
import { withoutAudit } from '../../../packages/domain/duty/measuring-devices.ts';
import { counting } from '../../../packages/domain/duty/station-duties.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import { partsOfDutyId } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditedChange, DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, dutiesInForce, stationNotFound } from '../station-of-duties.ts';

interface Ports extends DutyPorts {
  duties: DutyStore;
}

interface Input {
  stationId: string;
  recordId: string;
  reason: string;
}

/** Every position is audited within a year; what was audited before that is audited anew anyway. */
const lookedBackDays = 800;

const recordNotFound = () => missing('DutyRecordNotFound', 'no such record');
const changedMeanwhile = () => refused('DutyCaseChanged', 'somebody else has just changed it');

/** Takes a record back, with the reason; whoever made it may, and who heads the station. */
export const withdrawDutyRecord =
  (ports: Ports) =>
  async ({ stationId, recordId, reason }: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(stationId);
    if (!station) throw stationNotFound();
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const { subject } = caller;
    const by = subject.personId ?? subject.subject;
    const withdrawn: Withdrawal = { by, at: instant(ports.clock.now()), reason };
    const demandOwn = (record: { by: string }) => {
      if (record.by !== by && subject.role !== 'station-master')
        throw refused('DutyRecordNotYours', 'recorded by somebody else');
    };
    const what =
      partsOfDutyId(recordId)?.kind === 'case'
        ? await withdrawOfCase(ports, stationId, recordId, withdrawn, demandOwn)
        : await withdrawOfPeriod(ports, stationId, recordId, withdrawn, demandOwn);
    return { status: 200, body: { recordId, stationId, withdrawn: what } };
  };

async function withdrawOfPeriod(
  { duties }: Ports,
  stationId: string,
  recordId: string,
  withdrawn: Withdrawal,
  demandOwn: (record: { by: string }) => void,
): Promise<Withdrawal> {
  const record = await duties.dutyRecord(stationId, recordId);
  if (!record) throw recordNotFound();
  demandOwn(record);
  if (record.withdrawn) return sameReason(record.withdrawn, withdrawn);
  const audited = record.audited ? await auditedWithout(duties, stationId, recordId, withdrawn) : null;
  const changed = { changedBy: withdrawn.by, changedAt: withdrawn.at };
  if (!(await duties.withdrawRecord(stationId, recordId, withdrawn, audited, changed)))
    throw changedMeanwhile();
  return withdrawn;
}

/** What audits say once this one is withdrawn. */
async function auditedWithout(
  duties: DutyStore,
  stationId: string,
  recordId: string,
  { at }: Withdrawal,
): Promise<AuditedChange | null> {
  // First what is known, under whose condition it is written: an audit that is recorded or withdrawn in between changes it.
  const start = await duties.dutyStart(stationId);
  if (!start) return null;
  const { records } = await duties.ofStation(stationId, addDays(localDate(Date.parse(at)), -lookedBackDays));
  const others = counting(records).flatMap(({ recordId: id, at: on, audited: positions }) =>
    positions ? [{ recordId: id, on: localDate(Date.parse(on)), positions }] : [],
  );
  const { audited: before, changedAt } = start;
  return { before, changedAt, audited: withoutAudit(before, recordId, others) };
}

/** The case is open again where nothing else says that it is done. */
async function withdrawOfCase(
  ports: Ports,
  stationId: string,
  recordId: string,
  withdrawn: Withdrawal,
  demandOwn: (record: { by: string }) => void,
): Promise<Withdrawal> {
  const caseId = recordId.slice(0, recordId.lastIndexOf('_'));
  const found = await ports.duties.dutyCase(stationId, caseId);
  const record = found?.records.find((one) => one.recordId === recordId);
  if (!found || !record) throw recordNotFound();
  demandOwn(record);
  if (record.withdrawn) return sameReason(record.withdrawn, withdrawn);
  const { duties } = await dutiesInForce(ports);
  const rule = duties.find(({ id }) => id === found.dutyId)?.rules[found.rule];
  const records = found.records.map((one) => (one === record ? { ...one, withdrawn } : one));
  const isOwed = !found.withdrawn && rule !== undefined && isCaseRule(rule);
  const isOpen = isOwed && doneAt(rule, records) === null;
  const changed = { changedBy: withdrawn.by, changedAt: withdrawn.at };
  if (!(await ports.duties.saveCase(stationId, { ...found, records }, found.revision, isOpen, changed)))
    throw changedMeanwhile();
  return withdrawn;
}

/** The same reason again is the same withdrawal. */
function sameReason(before: Withdrawal, { reason }: Withdrawal): Withdrawal {
  if (before.reason !== reason) throw refused('DutyRecordWithdrawn', 'withdrawn before');
  return before;
}
