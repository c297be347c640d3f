import type { GivenAnswer } from '../../packages/domain/audit/check-answers.ts';
import type { StandingFacts } from '../../packages/domain/audit/explain-score.ts';
import type { PositionAnswers } from '../../packages/domain/audit/score-audit.ts';
import type { AnswersItem, AuditItem } from '../../packages/table/items.ts';

/** What was accepted of an audit, position → answers with their remarks; a position without any is not shown. */
export function acceptedAnswers(
  audit: AuditItem,
  items: readonly AnswersItem[],
): Record<string, readonly GivenAnswer[]> {
  return Object.fromEntries(
    items
      .filter((item) => audit.accepted[item.position] === item.hash)
      .map((item) => [item.position, item.answers]),
  );
}

/** The same without remarks, as scoring takes them. */
export const answersToScore = (
  accepted: Record<string, readonly GivenAnswer[]>,
): Record<string, PositionAnswers> =>
  Object.fromEntries(
    Object.entries(accepted).map(([position, answers]) => [
      position,
      Object.fromEntries(answers.map((given) => [given.item, given.answer])),
    ]),
  );

/** Corrective actions, certificates and staffing do not exist for the grade yet: unknown facts cap nothing. */
export const standingFacts: StandingFacts = {
  overdueMajor: 0,
  certificateCoverage: null,
  daysBelowStaffing: null,
};
