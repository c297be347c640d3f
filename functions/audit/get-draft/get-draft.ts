import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { auditNotFound, demandAuditor } from '../entitled.ts';

export const getDraft =
  (ports: { audits: AuditStore; editions: EditionStore }) =>
  async (input: { auditId: string; position: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw auditNotFound();
    const rules = await ports.editions.editionRules(audit.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    demandAuditor(rules, audit, input.position, caller);
    const draft = await ports.audits.draft(audit.auditId, input.position);
    return {
      status: 200,
      body: {
        answers: draft?.answers ?? [],
        savedAt: draft?.savedAt ?? null,
        sentBack: audit.sentBack?.[input.position] ?? null,
      },
    };
  };
