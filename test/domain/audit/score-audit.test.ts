import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type Answer,
  gradeAudit,
  type PositionAnswers,
  scoreAudit,
} from '../../../packages/domain/audit/score-audit.ts';
import { rulesOfEdition1 as rules, smallRules } from '../../support/edition.ts';

const everySatisfied = (position: string): PositionAnswers =>
  Object.fromEntries(
    (smallRules.positions.find((p) => p.code === position)?.items ?? []).map((item) => [
      item.id,
      'satisfied' as Answer,
    ]),
  );

describe('scoring a station audit', () => {
  test('gives 100 points when every item of every position is satisfied', () => {
    const score = scoreAudit(smallRules, ['SM', 'MT', 'PP'], {
      SM: everySatisfied('SM'),
      MT: everySatisfied('MT'),
      PP: everySatisfied('PP'),
    });
    expect(score.score).toBe(10_000);
    expect(score.findings).toEqual([]);
  });

  test('counts a partly satisfied item half and weighs positions by their audit weight', () => {
    // SM: 60 + 40/2 = 80 of 100, MT: 100, PP: 0 → (50×80 + 30×100 + 20×0) / 100 = 70
    const score = scoreAudit(smallRules, ['SM', 'MT', 'PP'], {
      SM: { 'SM-1': 'satisfied', 'SM-2': 'partly' },
      MT: everySatisfied('MT'),
      PP: { 'PP-1': 'not' },
    });
    expect(score.score).toBe(7_000);
    expect(score.positions.map((p) => p.score)).toEqual([8_000, 10_000, 0]);
  });

  test('leaves out what does not apply and rescales the weights', () => {
    // SM-2 does not apply: SM = 60/60; PP is not asked: (50×100 + 30×50) / 80 = 81.25
    const score = scoreAudit(smallRules, ['SM', 'MT'], {
      SM: { 'SM-1': 'satisfied', 'SM-2': 'not-applicable' },
      MT: { 'MT-1': 'not', 'MT-2': 'satisfied' },
    });
    expect(score.score).toBe(8_125);
  });

  test('leaves out a position of which no item applies', () => {
    const score = scoreAudit(smallRules, ['SM', 'PP'], {
      SM: everySatisfied('SM'),
      PP: { 'PP-1': 'not-applicable' },
    });
    expect(score.score).toBe(10_000);
    expect(score.positions.find((p) => p.position === 'PP')?.score).toBeNull();
  });

  test('scores a position without answers as not shown', () => {
    const score = scoreAudit(smallRules, ['SM', 'MT'], { SM: everySatisfied('SM'), MT: undefined });
    expect(score.score).toBe(6_250);
    expect(score.positions.find((p) => p.position === 'MT')).toEqual({
      position: 'MT',
      score: 0,
      notShown: true,
    });
    expect(score.openCritical).toBe(1);
  });

  test('is the function of the answers that a slow plain reckoning gives, on the edition that ships', () => {
    const answer = fc.constantFrom<Answer>('satisfied', 'partly', 'not', 'not-applicable');
    const arbitrary = fc
      .subarray(
        rules.positions.map((p) => p.code),
        { minLength: 1 },
      )
      .chain((asked) =>
        fc.tuple(
          fc.constant(asked),
          fc.tuple(
            ...asked.map((code) => {
              const items = rules.positions.find((p) => p.code === code)?.items ?? [];
              return fc.tuple(
                fc.constant(code),
                fc.array(answer, { minLength: items.length, maxLength: items.length }),
              );
            }),
          ),
        ),
      );
    fc.assert(
      fc.property(arbitrary, ([asked, given]) => {
        const answers: Record<string, PositionAnswers> = {};
        for (const [code, list] of given) {
          const items = rules.positions.find((p) => p.code === code)?.items ?? [];
          answers[code] = Object.fromEntries(items.map((item, i) => [item.id, list[i] ?? 'not']));
        }
        const expected = plainScore(asked, answers);
        const { score, positions } = scoreAudit(rules, asked, answers);
        // The plain reckoning uses binary fractions, so it may sit a hair beside a half.
        expect(Math.abs(score - expected * 100)).toBeLessThan(0.500001);
        expect(positions).toHaveLength(asked.length);
      }),
      { numRuns: 500 },
    );
  });

  test('never falls when one answer gets better', () => {
    const better: Record<string, Answer> = { not: 'partly', partly: 'satisfied' };
    const positions = smallRules.positions.map((p) => p.code);
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom<Answer>('satisfied', 'partly', 'not'), { minLength: 5, maxLength: 5 }),
        fc.nat(4),
        (list, which) => {
          const improved = list.map((a, i) => (i === which ? (better[a] ?? a) : a));
          const of = (answers: Answer[]) => {
            let i = 0;
            return scoreAudit(
              smallRules,
              positions,
              Object.fromEntries(
                smallRules.positions.map((p) => [
                  p.code,
                  Object.fromEntries(p.items.map((item) => [item.id, answers[i++] ?? 'not'])),
                ]),
              ),
            ).score;
          };
          expect(of(improved)).toBeGreaterThanOrEqual(of(list));
        },
      ),
    );
  });
});

/** Written without a look at the product's code: points by hand, in plain numbers. */
function plainScore(asked: string[], answers: Record<string, PositionAnswers>): number {
  let sum = 0;
  let weight = 0;
  for (const code of asked) {
    const position = rules.positions.find((p) => p.code === code);
    if (!position) throw new Error(code);
    let got = 0;
    let of = 0;
    for (const item of position.items) {
      const answer = answers[code]?.[item.id];
      if (answer === 'not-applicable') continue;
      of += item.weight;
      if (answer === 'satisfied') got += item.weight;
      if (answer === 'partly') got += item.weight / 2;
    }
    if (of === 0) continue;
    sum += (got / of) * 100 * position.auditWeight;
    weight += position.auditWeight;
  }
  return weight === 0 ? 0 : sum / weight;
}

describe('grading a score', () => {
  const nothing = { openCritical: 0, overdueMajor: 0, certificateCoverage: null, daysBelowStaffing: null };

  test.each([
    [10_000, 'A'],
    [9_000, 'A'],
    [8_999, 'B'],
    [8_000, 'B'],
    [7_999, 'C'],
    [7_000, 'C'],
    [6_999, 'D'],
    [0, 'D'],
  ])('%i hundredths are grade %s', (score, grade) => {
    expect(gradeAudit(rules, score, nothing)).toEqual({ grade, uncapped: grade, caps: [] });
  });

  test.each([
    ['one open critical', { ...nothing, openCritical: 1 }, 'C'],
    ['two open criticals', { ...nothing, openCritical: 2 }, 'D'],
    ['an overdue major', { ...nothing, overdueMajor: 1 }, 'B'],
    ['certificate coverage of 89.9 %', { ...nothing, certificateCoverage: 0.899 }, 'B'],
    ['certificate coverage of exactly 90 %', { ...nothing, certificateCoverage: 0.9 }, 'A'],
    ['certificate coverage of 79.9 %', { ...nothing, certificateCoverage: 0.799 }, 'C'],
    ['staffing short for 60 days', { ...nothing, daysBelowStaffing: 60 }, 'A'],
    ['staffing short for 61 days', { ...nothing, daysBelowStaffing: 61 }, 'B'],
  ])('%s gives a full score grade %s', (_situation, facts, grade) => {
    expect(gradeAudit(rules, 10_000, facts).grade).toBe(grade);
  });

  test('names only caps that lower the grade', () => {
    const graded = gradeAudit(rules, 6_000, { ...nothing, openCritical: 1, overdueMajor: 3 });
    expect(graded).toEqual({ grade: 'D', uncapped: 'D', caps: [] });
    expect(gradeAudit(rules, 9_500, { ...nothing, openCritical: 1 }).caps).toHaveLength(1);
  });
});
