import type { Correction } from '../domain/audit/check-review.ts';
import type { AuditItem, ReviewItem } from './items.ts';
import { keys } from './keys.ts';
import { getItem } from './requests.ts';
import type { Table } from './table.ts';

/**
 * HQ's corrections that count in an audit.
 * @throws Error when the review that the audit names is not there: without it another score would come out
 */
export async function reviewCorrections(
  table: Table,
  { auditId, reviewed }: Pick<AuditItem, 'auditId' | 'reviewed'>,
): Promise<Correction[]> {
  if (!reviewed || reviewed.corrections === 0) return [];
  const key = keys.review(auditId, reviewed.hash);
  // It was there before the audit named it, so the read that costs half nearly always finds it.
  const review = (await getItem<ReviewItem>(table, key)) ?? (await getItem<ReviewItem>(table, key, true));
  if (!review) throw new Error('an audit names a review that is not there');
  return review.corrections;
}
