import { gradeAudit, scoreAudit as score } from '../../../packages/domain/audit/score-audit.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import type { Grade } from '../../../packages/standard/edition-rules.ts';
import type { AuditItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { acceptedAnswers, answersToScore, correctionsOf, standingFacts } from '../accepted-answers.ts';

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  clock: Clock;
}

/**
 * Scores what counts, as HQ corrected it; positions that are still pending count as not shown. An answer that is accepted while
 * this runs changes the audit, the closing fails its condition, and the score is computed anew.
 */
export const scoreAudit =
  (ports: Ports) =>
  async (input: { auditId: string }): Promise<{ grade: Grade | 'none' }> => {
    for (let attempt = 0; attempt < 5; attempt++) {
      const audit = await ports.audits.audit(input.auditId, true);
      if (!audit) throw missing('AuditNotFound', 'no such audit');
      if (audit.status === 'cancelled') return { grade: 'none' };
      if (audit.status === 'closed' && audit.grade) return { grade: audit.grade };
      const result = await resultOf(ports, audit);
      if (await ports.audits.close(audit, result)) return { grade: result.grade };
    }
    throw unavailable('the audit kept changing while it was scored', { details: { auditId: input.auditId } });
  };

async function resultOf(ports: Ports, audit: AuditItem) {
  const rules = await ports.editions.editionRules(audit.edition);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  const [items, corrections] = await Promise.all([
    ports.audits.answersOfAudit(audit.auditId),
    correctionsOf(ports.audits, audit),
  ]);
  const answers = answersToScore(acceptedAnswers(audit, items, corrections));
  const notShown = [...(audit.pending ?? [])].sort();
  const scored = score(rules, [...Object.keys(audit.accepted), ...notShown], answers);
  const graded = gradeAudit(rules, scored.score, { ...standingFacts, openCritical: scored.openCritical });
  return {
    closedAt: instant(ports.clock.now()),
    score: scored.score,
    ...graded,
    openCritical: scored.openCritical,
    positionScores: Object.fromEntries(
      scored.positions.flatMap(({ position, score }) => (score === null ? [] : [[position, score] as const])),
    ),
    notShown,
  };
}
