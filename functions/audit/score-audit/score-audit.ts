import { acceptedAnswers, keptStanding } from '../../../packages/domain/audit/accepted-answers.ts';
import { correctionFacts } from '../../../packages/domain/audit/standing-grade.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { standingOfStation } from '../../../packages/domain/compliance/cap-facts.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { readCheaply } from '../../../packages/domain/read-cheaply.ts';
import type { Grade } from '../../../packages/standard/edition-rules.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NonconformityStore } from '../../../packages/table/stores/nonconformity-store.ts';
import { resultOf } from '../audit-result.ts';

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  nonconformities: NonconformityStore;
  compliance: ComplianceStore;
  clock: Clock;
}

/**
 * Scores what counts, as HQ corrected it; positions that are still pending count as not shown. An answer that is accepted while
 * this runs changes the audit, the closing fails its condition, and the score is computed anew.
 */
export const scoreAudit =
  (ports: Ports) =>
  (input: { auditId: string }): Promise<{ grade: Grade | 'none' }> =>
    readCheaply(async (certain) => {
      for (let attempt = 0; attempt < 5; attempt++) {
        const audit = await ports.audits.audit(input.auditId, certain || attempt > 0);
        if (!audit) throw missing('AuditNotFound', 'no such audit');
        if (audit.status === 'cancelled') return { grade: 'none' };
        if (audit.status === 'closed' && audit.grade) return { grade: audit.grade };
        const result = await closingOf(ports, audit);
        if (await ports.audits.close(audit, result)) return { grade: result.grade };
      }
      throw unavailable('the audit kept changing while it was scored', {
        details: { auditId: input.auditId },
      });
    });

async function closingOf(ports: Ports, audit: AuditItem) {
  const rules = await ports.editions.editionRules(audit.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const { stationId } = audit;
  const [items, corrections, earlier, facts, scanned] = await Promise.all([
    ports.audits.answersOfAudit(audit),
    ports.audits.corrections(audit),
    ports.nonconformities.nonconformitiesOfStation(stationId),
    ports.compliance.stationFacts(stationId),
    ports.compliance.compliance(stationId),
  ]);
  const now = ports.clock.now();
  const { overdueMajor } = correctionFacts(rules.correction, earlier, now);
  const standing = { overdueMajor, ...standingOfStation(rules, facts, scanned, now) };
  const notShown = [...(audit.pending ?? [])].sort();
  return {
    closedAt: instant(now),
    ...resultOf(rules, audit, acceptedAnswers(audit, items, corrections), notShown, standing),
    notShown,
    ...keptStanding(standing),
  };
}
