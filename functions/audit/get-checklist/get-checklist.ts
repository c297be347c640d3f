import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

const notFound = () => missing('AuditNotFound', 'no such audit');

/** The checklist of the edition that the audit was opened under, whatever edition is in force now. */
export const getChecklist =
  (ports: { audits: AuditStore; editions: EditionStore }) =>
  async (input: { auditId: string; position: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    const asked =
      audit.pending?.has(input.position) ||
      input.position in audit.accepted ||
      audit.notShown?.includes(input.position);
    const sheet = asked
      ? ((await ports.editions.editionPosition(audit.edition, input.position)) as PositionSheet | null)
      : null;
    if (!sheet) throw missing('PositionNotAudited', 'the audit does not ask for this position');
    return {
      status: 200,
      body: {
        auditId: audit.auditId,
        position: sheet.code,
        name: sheet.name,
        edition: audit.edition,
        items: sheet.audit.items.map(({ id, clause, severity, weight, check, evidence }) => ({
          id,
          clause,
          severity,
          weight,
          check,
          evidence,
        })),
      },
    };
  };
