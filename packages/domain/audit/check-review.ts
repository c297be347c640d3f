import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import type { FieldProblem } from '../errors.ts';
import type { GivenAnswer } from './check-answers.ts';
import type { Answer } from './score-audit.ts';

/** HQ's correction of one item, with the reason that the station reads. */
export interface Correction {
  position: PositionCode;
  item: string;
  answer: Answer;
  reason: string;
}

/** A position that HQ sends back, with the reason. */
export interface SentBack {
  position: PositionCode;
  reason: string;
}

export type Review =
  | { decision: 'accept'; corrections: readonly Correction[] }
  | { decision: 'send-back'; positions: readonly SentBack[] };

export type AnswersByPosition = Readonly<Record<PositionCode, readonly GivenAnswer[]>>;

/** Checks a review against what was submitted; a correction that changes nothing is a mistake of the reviewer. */
export function checkReview(
  rules: EditionRules,
  submitted: AnswersByPosition,
  review: Review,
): FieldProblem[] {
  return review.decision === 'accept'
    ? checkCorrections(rules, submitted, review.corrections)
    : checkSentBack(submitted, review.positions);
}

/** Corrections name items of positions that were submitted, each once and with another answer than the station's. */
export function checkCorrections(
  rules: EditionRules,
  submitted: AnswersByPosition,
  corrections: readonly Correction[],
): FieldProblem[] {
  const seen = new Set<string>();
  return corrections.flatMap(({ position, item, answer }, i) => {
    const problem = (field: string, code: string, value: string, allowed?: string): FieldProblem[] => [
      { field: `corrections[${i}].${field}`, code, value, ...(allowed === undefined ? {} : { allowed }) },
    ];
    const given = submitted[position];
    if (!given)
      return problem(
        'position',
        'position-not-submitted',
        position,
        Object.keys(submitted).sort().join(', '),
      );
    const items = rules.positions.find(({ code }) => code === position)?.items.map(({ id }) => id) ?? [];
    if (!items.includes(item)) return problem('item', 'outside-checklist', item, items.join(', '));
    if (seen.has(item)) return problem('item', 'answered-twice', item);
    seen.add(item);
    return given.some((own) => own.item === item && own.answer === answer)
      ? problem('answer', 'changes-nothing', answer)
      : [];
  });
}

function checkSentBack(submitted: AnswersByPosition, positions: readonly SentBack[]): FieldProblem[] {
  const seen = new Set<string>();
  return positions.flatMap(({ position }, i) => {
    const field = `positions[${i}].position`;
    if (!submitted[position])
      return [
        {
          field,
          code: 'position-not-submitted',
          value: position,
          allowed: Object.keys(submitted).sort().join(', '),
        },
      ];
    if (seen.has(position)) return [{ field, code: 'named-twice', value: position }];
    seen.add(position);
    return [];
  });
}

/** What counts of a position once HQ's corrections are put in; remark and evidence stay the station's. */
export const corrected = (
  position: PositionCode,
  answers: readonly GivenAnswer[],
  corrections: readonly Correction[],
): GivenAnswer[] =>
  answers.map((given) => {
    const correction = corrections.find((one) => one.position === position && one.item === given.item);
    return correction ? { ...given, answer: correction.answer } : given;
  });
