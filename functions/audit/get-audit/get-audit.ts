import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import { auditFacts } from '../audit-facts.ts';

const notFound = () => missing('AuditNotFound', 'no such audit');

export const getAudit =
  (ports: { audits: AuditStore }) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    return { status: 200, body: auditFacts(audit) };
  };
