import type { GivenAnswer } from '../../../packages/domain/audit/check-answers.ts';
import {
  type ExplainedPosition,
  explainScore,
  type HigherGrade,
} from '../../../packages/domain/audit/explain-score.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PositionSheet } from '../../../packages/standard/schema.ts';
import type { AppealStore } from '../../../packages/table/stores/appeal-store.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { acceptedAnswers, answersToScore, changesOf, standingFacts } from '../accepted-answers.ts';

interface Ports {
  audits: AuditStore;
  editions: EditionStore;
  appeals: AppealStore;
}

const notFound = () => missing('AuditNotFound', 'no such audit');
/** The API shows points with two decimals. */
const points = (hundredths: number) => hundredths / 100;

/** How a closed audit came to its score and grade, by the edition it was opened under; in points, both languages. */
export const explainAudit =
  (ports: Ports) =>
  async (input: { auditId: string }, caller: Caller): Promise<Answer> => {
    const audit = await ports.audits.audit(input.auditId);
    if (!audit) throw notFound();
    caller.allow({ stationId: audit.stationId, regionId: audit.regionId }, notFound);
    if (audit.status !== 'closed') throw refused('AuditNotScored', 'the audit is not closed');
    const asked = [...new Set([...Object.keys(audit.accepted), ...(audit.notShown ?? [])])];
    const [rules, meta, items, corrections, sheets] = await Promise.all([
      ports.editions.editionRules(audit.edition),
      ports.editions.editionMeta(audit.edition),
      ports.audits.answersOfAudit(audit.auditId),
      changesOf(ports, audit),
      Promise.all(asked.map((code) => ports.editions.editionPosition(audit.edition, code))),
    ]);
    if (!rules || !meta) throw missing('EditionNotFound', 'no such edition');
    const accepted = acceptedAnswers(audit, items, corrections);
    const explained = explainScore(rules, asked, answersToScore(accepted), {
      ...standingFacts,
      overdueMajor: audit.overdueMajor ?? 0,
    });
    const withText = <Cap extends { id: string }>(cap: Cap) => ({
      ...cap,
      text: meta.capTexts?.[cap.id] ?? null,
    });
    const sheetOf = new Map(sheets.map((sheet, i) => [asked[i], sheet as PositionSheet | null]));
    return {
      status: 200,
      body: {
        auditId: audit.auditId,
        stationId: audit.stationId,
        name: audit.name,
        edition: audit.edition,
        closedAt: audit.closedAt,
        score: points(explained.score),
        grade: explained.grade,
        uncapped: explained.uncapped,
        openCritical: explained.openCritical,
        positions: explained.positions.map((position) =>
          positionFacts(position, sheetOf.get(position.position) ?? null, accepted[position.position] ?? []),
        ),
        caps: explained.caps.map(withText),
        higherGrades: explained.higherGrades.map((step) => ({
          ...higherGradeFacts(step),
          heldBy: step.heldBy.map(withText),
        })),
      },
    };
  };

function positionFacts(
  position: ExplainedPosition,
  sheet: PositionSheet | null,
  answers: readonly GivenAnswer[],
) {
  return {
    ...position,
    name: sheet?.name ?? null,
    score: position.score === null ? null : points(position.score),
    gained: points(position.gained),
    possible: points(position.possible),
    items: position.items.map((item) => ({
      ...item,
      gained: points(item.gained),
      possible: points(item.possible),
      check: sheet?.audit.items.find(({ id }) => id === item.item)?.check ?? null,
      remark: answers.find((given) => given.item === item.item)?.remark ?? null,
    })),
  };
}

const higherGradeFacts = (step: HigherGrade) => ({
  ...step,
  atLeast: points(step.atLeast),
  missing: points(step.missing),
  scoreAfter: points(step.scoreAfter),
  items: step.items.map((item) => ({ ...item, gain: points(item.gain) })),
});
