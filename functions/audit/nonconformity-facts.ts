import { nextDesk } from '../../packages/domain/audit/correction-desks.ts';
import { currentDue, overdueDays } from '../../packages/domain/audit/correction-dues.ts';
import type { Nonconformity } from '../../packages/domain/audit/nonconformity.ts';
import { auditId } from '../../packages/domain/ids.ts';
import type { CorrectionRules } from '../../packages/standard/edition-rules.ts';

/** What the API shows of a nonconformity: where it stands at a moment, what is due, and whose turn it is. */
export function nonconformityFacts(rules: CorrectionRules, nonconformity: Nonconformity, now: number) {
  const {
    nonconformityId,
    campaignId,
    stationId,
    regionId,
    edition,
    position,
    item,
    clause,
    severity,
    repeatOf,
    issuedAt,
    status,
    round,
    reopenedBecause,
    submission,
    dues,
    effectCheckOn,
    given,
  } = nonconformity;
  const due = currentDue(nonconformity);
  return {
    nonconformityId,
    auditId: auditId(campaignId, stationId),
    campaignId,
    stationId,
    regionId,
    edition,
    position,
    item,
    clause,
    notShown: item === position,
    severity,
    repeatOf,
    issuedAt,
    status,
    round,
    reopenedBecause,
    submission,
    dues: { ...dues, ...(effectCheckOn ? { effectCheck: effectCheckOn } : {}) },
    due: due && { ...due, overdueDays: overdueDays(nonconformity, now) },
    next: nextDesk(rules, nonconformity),
    ...(given ? { given } : {}),
  };
}
