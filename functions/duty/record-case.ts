import { instant } from '../../packages/domain/clock.ts';
import { type CaseRecord, type CaseRule, doneAt, isCaseRule } from '../../packages/domain/duty/duty-cases.ts';
import { isInTime } from '../../packages/domain/duty/duty-periods.ts';
import type { RecordInput } from '../../packages/domain/duty/record-duty.ts';
import { type FieldProblem, inputRejected, refused } from '../../packages/domain/errors.ts';
import { partsOfDutyId } from '../../packages/domain/ids.ts';
import type { Answer } from '../../packages/lambda/http.ts';
import type { DutyOfEdition } from '../../packages/standard/duty-rules.ts';
import type { DutyCaseItem } from '../../packages/table/duty-items.ts';
import type { DutyStore } from '../../packages/table/stores/duty-store.ts';
import type { DutyPorts } from './station-of-duties.ts';

/** Two people at the same case at the same moment are rare, more of them rarer. */
const attempts = 5;

/** What only a record of a stretch of time bears. */
const ofPeriods = ['period', 'count', 'hours', 'subject', 'audited'] as const;

/** Records a result of a case, or an attempt; the same words again are the same record. */
export async function recordCase(
  ports: DutyPorts & { duties: DutyStore },
  about: { stationId: string; duty: DutyOfEdition; caseId: string; position: string; by: string },
  input: RecordInput,
): Promise<Answer> {
  const { stationId, duty, caseId, position, by } = about;
  const { evidence, outcome = 'done' } = input;
  for (let attempt = 0; attempt < attempts; attempt++) {
    const found =
      partsOfDutyId(caseId)?.dutyId === duty.id ? await ports.duties.dutyCase(stationId, caseId) : null;
    const rule = found && duty.rules[found.rule];
    if (!found || !rule || !isCaseRule(rule))
      throw inputRejected([{ field: 'case', code: 'unknown-case', value: caseId, allowed: duty.id }]);
    const problems = problemsOf(rule, input);
    if (problems.length > 0) throw inputRejected(problems);
    const same = found.records.find(
      (one) => !one.withdrawn && one.evidence === evidence && one.outcome === outcome,
    );
    if (same) return { status: 200, body: shownCaseRecord(found, rule, same) };
    if (found.withdrawn) throw refused('DutyEventWithdrawn', 'the event of the case was taken back');
    if (doneAt(rule, found.records) !== null)
      throw refused('DutyCaseClosed', 'the case is done', { details: { caseId } });
    const now = ports.clock.now();
    const record: CaseRecord = {
      recordId: `${caseId}_${found.records.length + 1}`,
      outcome,
      at: instant(now),
      by,
      position,
      evidence,
      ...(!isInTime(now, found.dueAt) ? { late: true } : {}),
    };
    const next = { ...found, records: [...found.records, record] };
    const isOpen = doneAt(rule, next.records) === null;
    const changed = { changedBy: by, changedAt: record.at };
    if (await ports.duties.saveCase(stationId, next, found.revision, isOpen, changed))
      return { status: 201, body: shownCaseRecord(next, rule, record) };
  }
  throw refused('DutyCaseChanged', 'it kept changing');
}

function problemsOf(rule: CaseRule, input: RecordInput): FieldProblem[] {
  return [
    ...ofPeriods
      .filter((field) => input[field] !== undefined)
      .map((field) => ({ field, code: 'not-asked-for', value: String(input[field]) })),
    ...(input.outcome === 'attempt' && !(rule.kind === 'event' && rule.orAttempts)
      ? [{ field: 'outcome', code: 'attempt-not-counted', value: 'attempt', allowed: 'done' }]
      : []),
  ];
}

const shownCaseRecord = (
  { stationId, dutyId, caseId, records, dueAt }: DutyCaseItem,
  rule: CaseRule,
  { recordId, position, by, at, evidence, outcome, late }: CaseRecord,
) => ({
  recordId,
  stationId,
  dutyId,
  case: caseId,
  position,
  by,
  at,
  evidence,
  outcome,
  dueAt,
  closed: doneAt(rule, records) !== null,
  late: late ?? false,
});
