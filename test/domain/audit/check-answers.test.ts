import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../../packages/domain/audit/check-answers.ts';
import { smallRules } from '../../support/edition.ts';

describe("checking a position's answers", () => {
  test('takes every item answered once', () => {
    expect(
      checkAnswers(smallRules, 'SM', [
        { item: 'SM-1', answer: 'satisfied' },
        { item: 'SM-2', answer: 'not', remark: '台账缺失' },
      ]),
    ).toEqual([]);
  });

  test('names every gap', () => {
    expect(checkAnswers(smallRules, 'SM', [{ item: 'SM-1', answer: 'satisfied' }])).toEqual([
      { field: 'answers', code: 'gaps', allowed: 'SM-2' },
    ]);
  });

  test('names an item outside the checklist, with what is inside', () => {
    const problems = checkAnswers(smallRules, 'SM', [
      { item: 'MT-1', answer: 'satisfied' },
      { item: 'SM-1', answer: 'satisfied' },
      { item: 'SM-2', answer: 'satisfied' },
    ]);
    expect(problems).toEqual([
      { field: 'answers[0].item', code: 'outside-checklist', value: 'MT-1', allowed: 'SM-1, SM-2' },
    ]);
  });

  test('refuses an item that is answered twice', () => {
    const problems = checkAnswers(smallRules, 'SM', [
      { item: 'SM-1', answer: 'satisfied' },
      { item: 'SM-1', answer: 'not', remark: '无' },
      { item: 'SM-2', answer: 'satisfied' },
    ]);
    expect(problems.map((p) => [p.field, p.code])).toEqual([['answers[1].item', 'answered-twice']]);
  });

  test.each(['partly', 'not', 'not-applicable'] as const)(
    'asks for a remark when an item is %s',
    (answer) => {
      const problems = checkAnswers(smallRules, 'PP', [{ item: 'PP-1', answer, remark: '  ' }]);
      expect(problems).toEqual([{ field: 'answers[0].remark', code: 'remark-missing', value: 'PP-1' }]);
    },
  );
});
