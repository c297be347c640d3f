import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  type CapLift,
  explainScore,
  type HigherGrade,
  type StandingFacts,
} from '../../../packages/domain/audit/explain-score.ts';
import {
  type Answer,
  type CapFacts,
  gradeAudit,
  type PositionAnswers,
  scoreAudit,
} from '../../../packages/domain/audit/score-audit.ts';
import { rulesOfEdition1 as rules, smallRules } from '../../support/edition.ts';

const nothing: StandingFacts = { overdueMajor: 0, certificateCoverage: null, daysBelowStaffing: null };
const everyone = ['SM', 'MT', 'PP'];

describe('explaining a score', () => {
  test('says what every position and item brought of what it could', () => {
    // SM: 60 + 40/2 = 80 of 100 → 40 of 50 points; MT: 50 of 100 → 15 of 30; PP: 0 of 20.
    const explained = explainScore(
      smallRules,
      everyone,
      { SM: { 'SM-1': 'satisfied', 'SM-2': 'partly' }, MT: { 'MT-1': 'not', 'MT-2': 'satisfied' } },
      nothing,
    );
    expect(explained).toMatchObject({ score: 5_500, grade: 'D', uncapped: 'D', caps: [] });
    expect(explained.positions.map(({ position, gained, possible }) => [position, gained, possible])).toEqual(
      [
        ['SM', 4_000, 5_000],
        ['MT', 1_500, 3_000],
        ['PP', 0, 2_000],
      ],
    );
    expect(explained.positions.map(({ notShown }) => notShown)).toEqual([false, false, true]);
    expect(explained.positions[0]?.items).toEqual([
      {
        item: 'SM-1',
        clause: '1.1',
        severity: 'major',
        weight: 60,
        answer: 'satisfied',
        gained: 3_000,
        possible: 3_000,
      },
      {
        item: 'SM-2',
        clause: '1.6',
        severity: 'critical',
        weight: 40,
        answer: 'partly',
        gained: 1_000,
        possible: 2_000,
      },
    ]);
  });

  test('shares out the weight of what does not apply and of what the station does not have', () => {
    // PP is not asked, no item of MT applies: SM alone makes the score, by SM-1 alone.
    const explained = explainScore(
      smallRules,
      ['SM', 'MT'],
      {
        SM: { 'SM-1': 'partly', 'SM-2': 'not-applicable' },
        MT: { 'MT-1': 'not-applicable', 'MT-2': 'not-applicable' },
      },
      nothing,
    );
    expect(explained.positions).toMatchObject([
      { position: 'SM', weight: 50, score: 5_000, gained: 5_000, possible: 10_000, leftOut: false },
      { position: 'MT', weight: 30, score: null, gained: 0, possible: 0, leftOut: true },
    ]);
    expect(explained.positions[0]?.items.map(({ gained, possible }) => [gained, possible])).toEqual([
      [5_000, 10_000],
      [0, 0],
    ]);
  });

  test('names the criticals that hold the grade down and the grade without them', () => {
    // SM 60/100, MT 50/100, PP full: 30 + 15 + 20 = 65 points; an edition with gentle steps so that the cap bites.
    const gentle = {
      ...smallRules,
      grades: [
        { grade: 'A' as const, atLeast: 60 },
        { grade: 'B' as const, atLeast: 40 },
        { grade: 'C' as const, atLeast: 20 },
        { grade: 'D' as const, atLeast: 0 },
      ],
    };
    const explained = explainScore(
      gentle,
      everyone,
      {
        SM: { 'SM-1': 'satisfied', 'SM-2': 'not' },
        MT: { 'MT-1': 'satisfied', 'MT-2': 'not' },
        PP: { 'PP-1': 'satisfied' },
      },
      nothing,
    );
    expect(explained).toMatchObject({ score: 6_500, grade: 'D', uncapped: 'A' });
    expect(explained.caps).toEqual([
      {
        id: 'critical-open',
        atMost: 'C',
        lift: { fact: 'open-critical', now: 2, atMost: 0, items: ['SM-2', 'MT-2'], correct: 2 },
        gradeAfter: 'A',
      },
      {
        id: 'criticals-open',
        atMost: 'D',
        lift: { fact: 'open-critical', now: 2, atMost: 1, items: ['SM-2', 'MT-2'], correct: 1 },
        gradeAfter: 'C',
      },
    ]);
    expect(explained.higherGrades.map(({ grade, missing, items }) => [grade, missing, items.length])).toEqual(
      [
        ['C', 0, 1],
        ['B', 0, 2],
        ['A', 0, 2],
      ],
    );
    // SM-2 brings 20 points and MT-2 15, so SM-2 is the one to begin with.
    expect(explained.higherGrades[0]?.items).toEqual([{ position: 'SM', item: 'SM-2', gain: 2_000 }]);
  });

  test('does not promise a grade by items alone while something else holds it down', () => {
    const explained = explainScore(
      smallRules,
      ['PP'],
      { PP: { 'PP-1': 'partly' } },
      { ...nothing, certificateCoverage: 0.7 },
    );
    expect(
      explained.higherGrades.map(({ grade, heldBy, reachable }) => [
        grade,
        heldBy.map(({ id }) => id),
        reachable,
      ]),
    ).toEqual([
      ['C', [], true],
      ['B', ['coverage-below-80'], false],
      ['A', ['coverage-below-90', 'coverage-below-80'], false],
    ]);
  });

  test('promises nothing where no item applies', () => {
    const explained = explainScore(smallRules, ['PP'], { PP: { 'PP-1': 'not-applicable' } }, nothing);
    expect(explained.score).toBe(0);
    expect(explained.higherGrades.map(({ items, reachable }) => [items, reachable])).toEqual([
      [[], false],
      [[], false],
      [[], false],
    ]);
  });
});

/** Answers like those of real stations: mostly right, so that every grade and cap comes up. */
const answer = fc.oneof(
  { weight: 8, arbitrary: fc.constant<Answer>('satisfied') },
  { weight: 2, arbitrary: fc.constantFrom<Answer>('satisfied', 'partly', 'not', 'not-applicable') },
);
const facts: fc.Arbitrary<StandingFacts> = fc.record({
  overdueMajor: fc.constantFrom(0, 0, 1, 3),
  certificateCoverage: fc.constantFrom(null, 1, 0.9, 0.85, 0.5),
  daysBelowStaffing: fc.constantFrom(null, 0, 60, 61),
});
const audits = (of: typeof rules) =>
  fc
    .subarray(
      of.positions.map((p) => p.code),
      { minLength: 1 },
    )
    .chain((asked) =>
      fc.record({
        asked: fc.constant(asked),
        facts,
        answers: fc
          .tuple(
            ...asked.map((code) => {
              const items = of.positions.find((p) => p.code === code)?.items ?? [];
              const given = fc
                .array(answer, { minLength: items.length, maxLength: items.length })
                .map(
                  (list): PositionAnswers =>
                    Object.fromEntries(items.map((item, i) => [item.id, list[i] ?? 'not'])),
                );
              return fc.tuple(fc.constant(code), fc.option(given, { nil: undefined, freq: 20 }));
            }),
          )
          .map((list): Record<string, PositionAnswers | undefined> => Object.fromEntries(list)),
      }),
    );

const gradeRank = (grade: string) => 'ABCD'.indexOf(grade);
function better(
  answers: Record<string, PositionAnswers | undefined>,
  items: readonly { position: string; item: string }[],
) {
  const after = { ...answers };
  for (const { position, item } of items) after[position] = { ...after[position], [item]: 'satisfied' };
  return after;
}
function lifted(lift: CapLift, before: CapFacts): CapFacts {
  switch (lift.fact) {
    case 'open-critical':
      expect(lift.items).toHaveLength(before.openCritical);
      return { ...before, openCritical: before.openCritical - lift.correct };
    case 'overdue-major':
      return { ...before, overdueMajor: lift.atMost };
    case 'certificate-coverage':
      return { ...before, certificateCoverage: Math.max(before.certificateCoverage ?? 0, lift.atLeast) };
    case 'days-below-staffing':
      return { ...before, daysBelowStaffing: lift.atMost };
  }
}

describe('an explanation of any audit under the edition that ships', () => {
  test('agrees with the score and the grade', () => {
    fc.assert(
      fc.property(audits(rules), ({ asked, answers, facts }) => {
        const { positions, ...scored } = scoreAudit(rules, asked, answers);
        const graded = gradeAudit(rules, scored.score, { ...facts, openCritical: scored.openCritical });
        const explained = explainScore(rules, asked, answers, facts);
        expect(explained).toMatchObject({
          score: scored.score,
          openCritical: scored.openCritical,
          grade: graded.grade,
          uncapped: graded.uncapped,
        });
        expect(explained.caps.map(({ id }) => id)).toEqual(graded.caps);
        expect(
          explained.positions.map(({ position, score, notShown }) => ({ position, score, notShown })),
        ).toEqual(positions);
      }),
      { numRuns: 300 },
    );
  });

  test('has points that add up: items to positions, positions to the score, the possible ones to 100', () => {
    fc.assert(
      fc.property(audits(rules), ({ asked, answers, facts }) => {
        const { positions, score } = explainScore(rules, asked, answers, facts);
        const sum = (list: readonly number[]) => list.reduce((total, n) => total + n, 0);
        expect(Math.abs(sum(positions.map((p) => p.gained)) - score)).toBeLessThanOrEqual(positions.length);
        if (positions.some((p) => !p.leftOut))
          expect(Math.abs(sum(positions.map((p) => p.possible)) - 10_000)).toBeLessThanOrEqual(
            positions.length,
          );
        for (const { items, gained, possible } of positions) {
          expect(Math.abs(sum(items.map((i) => i.gained)) - gained)).toBeLessThanOrEqual(items.length);
          expect(Math.abs(sum(items.map((i) => i.possible)) - possible)).toBeLessThanOrEqual(items.length);
        }
      }),
      { numRuns: 300 },
    );
  });

  test('names for every cap what lifts it and the grade after that', () => {
    const seen = new Set<string>();
    fc.assert(
      fc.property(audits(rules), ({ asked, answers, facts }) => {
        const { score, openCritical, caps } = explainScore(rules, asked, answers, facts);
        for (const cap of caps) {
          seen.add(cap.id);
          const after = gradeAudit(rules, score, lifted(cap.lift, { ...facts, openCritical }));
          expect(after.caps).not.toContain(cap.id);
          expect(after.grade).toBe(cap.gradeAfter);
        }
      }),
      { numRuns: 600 },
    );
    expect([...seen].sort()).toEqual(rules.caps.map(({ id }) => id).sort());
  });

  test('proposes items that really reach the grade, or the caps that hold it down besides', () => {
    let promised = 0;
    fc.assert(
      fc.property(audits(rules), ({ asked, answers, facts }) => {
        const explained = explainScore(rules, asked, answers, facts);
        const higher = rules.grades.filter((g) => gradeRank(g.grade) < gradeRank(explained.grade));
        expect(explained.higherGrades.map(({ grade }) => grade)).toEqual(
          higher.map(({ grade }) => grade).reverse(),
        );
        for (const step of explained.higherGrades) {
          const after = scoreAudit(rules, asked, better(answers, step.items));
          expect(after.score).toBe(step.scoreAfter);
          const graded = gradeAudit(rules, after.score, { ...facts, openCritical: after.openCritical });
          expect(gradeRank(graded.grade) <= gradeRank(step.grade)).toBe(step.reachable);
          if (step.reachable) promised += 1;
          const freed = step.heldBy.reduce<CapFacts>((before, { lift }) => lifted(lift, before), {
            ...facts,
            openCritical: after.openCritical,
          });
          // Only an audit in which nothing applies stays where it is.
          if (after.score > 0)
            expect(gradeRank(gradeAudit(rules, after.score, freed).grade)).toBeLessThanOrEqual(
              gradeRank(step.grade),
            );
        }
      }),
      { numRuns: 300 },
    );
    expect(promised).toBeGreaterThan(100);
  });
});

describe('the proposed set of items', () => {
  /** Every smaller set, tried one by one. */
  function smallerReaches(
    step: HigherGrade,
    asked: string[],
    answers: Record<string, PositionAnswers | undefined>,
  ): boolean {
    const all = smallRules.positions
      .filter(({ code }) => asked.includes(code))
      .flatMap(({ code, items }) => items.map(({ id }) => ({ position: code, item: id })))
      .filter(({ position, item }) => answers[position]?.[item] !== 'not-applicable');
    for (let chosen = 0; chosen < 2 ** all.length; chosen++) {
      const items = all.filter((_, i) => chosen & (1 << i));
      if (items.length >= step.items.length) continue;
      const after = scoreAudit(smallRules, asked, better(answers, items));
      const graded = gradeAudit(smallRules, after.score, { ...nothing, openCritical: after.openCritical });
      if (gradeRank(graded.grade) <= gradeRank(step.grade)) return true;
    }
    return false;
  }

  test('is the smallest there is', () => {
    fc.assert(
      fc.property(audits(smallRules), ({ asked, answers }) => {
        for (const step of explainScore(smallRules, asked, answers, nothing).higherGrades)
          if (step.reachable) expect(smallerReaches(step, asked, answers)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });
});
