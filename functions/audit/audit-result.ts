import { answersToScore } from '../../packages/domain/audit/accepted-answers.ts';
import type { Findings } from '../../packages/domain/audit/campaign-analysis.ts';
import type { StandingFacts } from '../../packages/domain/audit/explain-score.ts';
import { type AuditGrade, gradeAudit, scoreAudit } from '../../packages/domain/audit/score-audit.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { AuditItem } from '../../packages/table/items.ts';

/** What a station's audit comes to; scores in hundredths. */
export interface Result extends AuditGrade {
  score: number;
  openCritical: number;
  positionScores: Record<string, number>;
}

/**
 * Scores what counts, with the positions that are not shown.
 * @param standing what caps look at besides, at the closing
 */
export function resultOf(
  rules: EditionRules,
  audit: AuditItem,
  counted: Parameters<typeof answersToScore>[0],
  notShown: readonly string[],
  standing: StandingFacts,
): Result & { findings: Findings } {
  const asked = [...Object.keys(audit.accepted), ...notShown];
  const scored = scoreAudit(rules, asked, answersToScore(counted));
  const graded = gradeAudit(rules, scored.score, {
    ...standing,
    openCritical: scored.openCritical,
  });
  return {
    score: scored.score,
    ...graded,
    openCritical: scored.openCritical,
    findings: {
      not: scored.findings.filter(({ answer }) => answer === 'not').map(({ item }) => item),
      partly: scored.findings.filter(({ answer }) => answer === 'partly').map(({ item }) => item),
    },
    positionScores: Object.fromEntries(
      scored.positions.flatMap(({ position, score }) => (score === null ? [] : [[position, score] as const])),
    ),
  };
}

/** The result that counts now: the one after appeals, or the one of the closing; null while there is none. */
export function countingResult(audit: AuditItem): Result | null {
  if (audit.appealed) return audit.appealed;
  const { score, grade, uncapped, caps = [], openCritical = 0, positionScores = {} } = audit;
  if (score === undefined || !grade || !uncapped) return null;
  return { score, grade, uncapped, caps, openCritical, positionScores };
}
