import { explainAudit as explain, positionsAsked } from '../../../packages/domain/audit/explain-audit.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  appeals: AppealStore;
}

const notFound = () => missing('AuditNotFound', 'no such audit');

/** How a closed audit came to its score and grade, by the edition it was opened under; in points, both languages. */
export const explainAudit =
  (ports: Ports) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    if (audit.status !== 'closed') throw refused('AuditNotScored', 'the audit is not closed');
    const asked = positionsAsked(audit);
    const [rules, meta, answers, corrections, sheets] = await Promise.all([
      ports.editions.editionRules(audit.edition),
      ports.editions.editionMeta(audit.edition),
      ports.audits.answersOfAudit(audit),
      ports.appeals.changesOf(audit),
      Promise.all(asked.map((code) => ports.editions.editionPosition(audit.edition, code))),
    ]);
    if (!rules || !meta) throw missing('EditionNotFound', 'no such edition');
    return {
      status: 200,
      body: explain({
        audit,
        rules,
        capTexts: meta.capTexts,
        answers,
        corrections,
        sheets: Object.fromEntries(
          asked.map((code, i) => [code, (sheets[i] ?? null) as PositionSheet | null]),
        ),
      }),
    };
  };
