import { auditorsOf, isHq, mayAnswer, toAnswer } from '../../packages/domain/audit/independence.ts';
import { type Failure, missing, refused } from '../../packages/domain/errors.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { AuditItem } from '../../packages/table/items.ts';

export const auditNotFound = () => missing('AuditNotFound', 'no such audit');

/**
 * Lets somebody on who may answer for a position in an audit: by right at the own station or for HQ, or because the
 * position was given to them.
 * @throws AuditNotFound where the audit is none of theirs; OwnWork, AuditorNotEntitled or PositionNotGiven by the rules
 */
export function demandAuditor(rules: EditionRules, audit: AuditItem, position: string, caller: Caller): void {
  const answer = mayAnswer(rules, toAnswer(audit), position, caller.subject);
  const outsider = caller.subject.stationId !== audit.stationId && !isHq(caller.subject);
  if (outsider && answer !== 'yes') throw auditNotFound();
  if (!outsider) caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
  if (answer !== 'yes') throw refusal(rules, position, answer);
}

function refusal(rules: EditionRules, position: string, reason: string): Failure {
  const options = { status: 403, details: { position, auditors: auditorsOf(rules, position) } };
  if (reason === 'own-work') return refused('OwnWork', 'nobody audits the own work', options);
  if (reason === 'not-given') return refused('PositionNotGiven', 'the position was not given', options);
  return refused('AuditorNotEntitled', 'others audit this position', options);
}
