import type { GivenAnswer } from '../../packages/domain/audit/check-answers.ts';
import { type Correction, corrected } from '../../packages/domain/audit/check-review.ts';
import type { StandingFacts } from '../../packages/domain/audit/explain-score.ts';
import type { PositionAnswers } from '../../packages/domain/audit/score-audit.ts';
import type { AnswersItem, AppealItem, AuditItem } from '../../packages/table/items.ts';
import type { AppealStore } from '../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';

/**
 * What counts of an audit, position → answers with their remarks, as HQ corrected them; a position without any is not
 * shown. What was sent back and not submitted again does not count.
 */
export function acceptedAnswers(
  audit: AuditItem,
  items: readonly AnswersItem[],
  corrections: readonly Correction[],
): Record<string, readonly GivenAnswer[]> {
  const open = (position: string) =>
    audit.pending?.has(position) === true || audit.notShown?.includes(position) === true;
  return Object.fromEntries(
    items
      .filter((item) => audit.accepted[item.position] === item.hash && !open(item.position))
      .map((item) => [item.position, corrected(item.position, item.answers, corrections)]),
  );
}

/** What appeals have changed, and HQ's corrections; of an item both speak of the appeal counts. */
export async function changesOf(
  ports: { audits: AuditStore; appeals: AppealStore },
  audit: AuditItem,
): Promise<Correction[]> {
  const [appeals, corrections] = await Promise.all([
    audit.appealed ? ports.appeals.appealsOfAudit(audit.auditId) : [],
    correctionsOf(ports.audits, audit),
  ]);
  return [...appeals.flatMap(asCorrection), ...corrections];
}

/** What an appeal changed; nothing where it was not upheld. */
export const asCorrection = ({
  status,
  position,
  item,
  decided,
  decisionReason,
}: AppealItem): Correction[] =>
  status === 'upheld' && decided ? [{ position, item, answer: decided, reason: decisionReason ?? '' }] : [];

/** HQ's corrections that count in an audit. */
export async function correctionsOf(audits: AuditStore, audit: AuditItem): Promise<Correction[]> {
  if (!audit.reviewed || audit.reviewed.corrections === 0) return [];
  const review = await audits.review(audit.auditId, audit.reviewed.hash);
  if (!review) throw new Error('an audit names a review that is not there');
  return review.corrections;
}

/** The same without remarks, as scoring takes them. */
export const answersToScore = (
  accepted: Record<string, readonly GivenAnswer[]>,
): Record<string, PositionAnswers> =>
  Object.fromEntries(
    Object.entries(accepted).map(([position, answers]) => [
      position,
      Object.fromEntries(answers.map((given) => [given.item, given.answer])),
    ]),
  );

/** Corrective actions, certificates and staffing do not exist for the grade yet: unknown facts cap nothing. */
export const standingFacts: StandingFacts = {
  overdueMajor: 0,
  certificateCoverage: null,
  daysBelowStaffing: null,
};
