import { asCorrection } from '../../packages/domain/audit/accepted-answers.ts';
import type { Correction } from '../../packages/domain/audit/check-review.ts';
import type { AuditItem } from '../../packages/table/items.ts';
import type { AppealStore } from '../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../packages/table/stores/audit-store.ts';

// What counts is a rule of the domain, which reports follow as well; what it is made of is read here.
export {
  acceptedAnswers,
  answersToScore,
  asCorrection,
  standingFacts,
} from '../../packages/domain/audit/accepted-answers.ts';

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

/** HQ's corrections that count in an audit. */
export async function correctionsOf(audits: AuditStore, audit: AuditItem): Promise<Correction[]> {
  if (!audit.reviewed || audit.reviewed.corrections === 0) return [];
  const review = await audits.review(audit.auditId, audit.reviewed.hash);
  if (!review) throw new Error('an audit names a review that is not there');
  return review.corrections;
}
