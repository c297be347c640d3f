import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { appealFacts } from '../appeal-facts.ts';
import { auditNotFound } from '../entitled.ts';

export const listAuditAppeals =
  (ports: { audits: AuditStore; appeals: AppealStore }) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, auditNotFound);
    const appeals = await ports.appeals.appealsOfAudit(audit.auditId);
    return { status: 200, body: { items: appeals.map(appealFacts) } };
  };
