import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import {
  acceptedAnswers,
  answersToScore,
  type KeptAnswers,
  type KeptStanding,
  standingFacts,
} from './accepted-answers.ts';
import type { GivenAnswer } from './check-answers.ts';
import type { Correction } from './check-review.ts';
import { type ExplainedPosition, explainScore, type HigherGrade } from './explain-score.ts';

type Bilingual = Record<'zh' | 'en', string>;

/** What a closed audit's explanation is made of, as it is kept. */
export interface AuditToExplain {
  audit: KeptStanding & {
    auditId: string;
    stationId: string;
    name: string;
    edition: string;
    closedAt?: string;
    accepted: Readonly<Record<PositionCode, string>>;
    pending?: ReadonlySet<PositionCode>;
    notShown?: readonly PositionCode[];
  };
  rules: EditionRules;
  capTexts: Readonly<Record<string, Bilingual>> | undefined;
  answers: readonly KeptAnswers[];
  corrections: readonly Correction[];
  /** Position → its sheet, as far as texts are read here; a position without one is shown without texts. */
  sheets: Readonly<Record<PositionCode, ExplainedSheet | null>>;
}

/** The texts of a position's sheet. */
export interface ExplainedSheet {
  name: Bilingual;
  audit: { items: readonly { id: string; check: Bilingual }[] };
}

export type AuditExplanation = ReturnType<typeof explainAudit>;

/** The positions that a closed audit asked. */
export const positionsAsked = (audit: Pick<AuditToExplain['audit'], 'accepted' | 'notShown'>) => [
  ...new Set([...Object.keys(audit.accepted), ...(audit.notShown ?? [])]),
];

/** Points, two decimals, out of hundredths. */
const points = (hundredths: number) => hundredths / 100;

/** How a closed audit came to its score and grade, by the edition it was opened under; in points, both languages. */
export function explainAudit({ audit, rules, capTexts, answers, corrections, sheets }: AuditToExplain) {
  const accepted = acceptedAnswers(audit, answers, corrections);
  const explained = explainScore(
    rules,
    positionsAsked(audit),
    answersToScore(accepted),
    standingFacts(audit),
  );
  const withText = <Cap extends { id: string }>(cap: Cap) => ({ ...cap, text: capTexts?.[cap.id] ?? null });
  return {
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
      positionFacts(position, sheets[position.position] ?? null, accepted[position.position] ?? []),
    ),
    caps: explained.caps.map(withText),
    higherGrades: explained.higherGrades.map((step) => ({
      ...higherGradeFacts(step),
      heldBy: step.heldBy.map(withText),
    })),
  };
}

function positionFacts(
  position: ExplainedPosition,
  sheet: ExplainedSheet | null,
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
