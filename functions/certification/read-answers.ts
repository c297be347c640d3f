import type { PaperAnswers } from '../../packages/domain/certification/paper.ts';
import { inputRejected } from '../../packages/domain/errors.ts';
import type { PaperItem } from '../../packages/table/people-items.ts';

/** Answers that fit the paper: its questions, and options that stand there. */
export function readAnswers({ drawn }: PaperItem, answers: PaperAnswers): PaperAnswers {
  const problems = Object.entries(answers).flatMap(([id, chosen]) => {
    const question = drawn.find((one) => one.id === id);
    if (!question)
      return [
        { field: `answers.${id}`, code: 'unknown-question', allowed: drawn.map((one) => one.id).join(', ') },
      ];
    const most = question.order.length - 1;
    const wrong = chosen.find((place) => place > most);
    if (wrong === undefined) return [];
    return [
      { field: `answers.${id}`, code: 'not-allowed-value', value: String(wrong), allowed: `0…${most}` },
    ];
  });
  if (problems.length > 0) throw inputRejected(problems);
  return answers;
}
