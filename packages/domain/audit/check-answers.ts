import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import type { FieldProblem } from '../errors.ts';
import type { Answer } from './score-audit.ts';

export interface GivenAnswer {
  item: string;
  answer: Answer;
  remark?: string | undefined;
  evidence?: string | undefined;
}

const itemsOf = (rules: EditionRules, position: PositionCode): string[] =>
  (rules.positions.find((p) => p.code === position)?.items ?? []).map((item) => item.id);

/**
 * Checks a position's answers against its checklist: every item once, nothing outside, and a remark wherever an
 * item is not simply satisfied, because a finding without a reason cannot be corrected or disputed.
 */
export function checkAnswers(
  rules: EditionRules,
  position: PositionCode,
  answers: readonly GivenAnswer[],
): FieldProblem[] {
  const problems = checkDraft(rules, position, answers);
  answers.forEach((given, index) => {
    if (given.answer !== 'satisfied' && !given.remark?.trim())
      problems.push({ field: `answers[${index}].remark`, code: 'remark-missing', value: given.item });
  });
  const gaps = itemsOf(rules, position).filter((id) => !answers.some(({ item }) => item === id));
  if (gaps.length > 0) problems.push({ field: 'answers', code: 'gaps', allowed: gaps.join(', ') });
  return problems;
}

/** Checks what is kept as a draft: nothing outside the checklist and nothing twice; it may have gaps. */
export function checkDraft(
  rules: EditionRules,
  position: PositionCode,
  answers: readonly GivenAnswer[],
): FieldProblem[] {
  const ids = itemsOf(rules, position);
  const problems: FieldProblem[] = [];
  const seen = new Set<string>();
  answers.forEach((given, index) => {
    if (!ids.includes(given.item))
      problems.push({
        field: `answers[${index}].item`,
        code: 'outside-checklist',
        value: given.item,
        allowed: ids.join(', '),
      });
    else if (seen.has(given.item))
      problems.push({
        field: `answers[${index}].item`,
        code: 'answered-twice',
        value: given.item,
      });
    seen.add(given.item);
  });
  return problems;
}
