import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { auditNotFound } from '../entitled.ts';

/** Only what the audit has accepted; answers of earlier rounds stay in the trail. */
export const getAnswers =
  (ports: { audits: AuditStore }) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
    const [items, corrections] = await Promise.all([
      ports.audits.answersOfAudit(audit),
      ports.audits.corrections(audit),
    ]);
    return {
      status: 200,
      body: {
        auditId: audit.auditId,
        positions: items
          .filter((item) => audit.accepted[item.position] === item.hash)
          .map(({ position, answers, givenBy, givenAt }) => ({
            position,
            answers,
            givenBy,
            givenAt,
            sentBack: audit.pending?.has(position) ? (audit.sentBack?.[position] ?? null) : null,
          })),
        corrections,
        review: audit.reviewed ? { by: audit.reviewed.by, at: audit.reviewed.at } : null,
      },
    };
  };
