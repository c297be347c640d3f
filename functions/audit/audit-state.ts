import type { AuditState } from '../../packages/domain/audit/audit-steps.ts';
import type { AuditToAnswer } from '../../packages/domain/audit/independence.ts';
import type { AuditItem } from '../../packages/table/items.ts';

/** An audit as the rules about its steps see it. */
export const stateOf = (audit: AuditItem): AuditState => ({
  status: audit.status,
  dueAt: audit.dueAt,
  closesAt: audit.closesAt,
  review: audit.review ?? false,
  pending: audit.pending,
  reviewed: audit.reviewed !== undefined,
});

/** An audit as the rules about who may answer see it. */
export const toAnswer = (audit: AuditItem): AuditToAnswer => ({
  stationId: audit.stationId,
  mode: audit.mode ?? 'self',
  given: audit.given ?? {},
});
