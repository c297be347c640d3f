import { describe, expect, test } from 'vitest';
import { checkAnswers } from '../../packages/domain/audit/check-answers.ts';
import { gradeAudit, scoreAudit } from '../../packages/domain/audit/score-audit.ts';
import { answersFor, answersHash } from '../../packages/simulator/answers-for.ts';
import { editionRules } from '../../packages/standard/edition-rules.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

const rules = editionRules(loadEdition('edition-1'));
const itemsOf = (position: string) => rules.positions.find((p) => p.code === position)?.items ?? [];
const stations = Array.from({ length: 2000 }, (_, i) => `stn_T-${i}`);
const answersOf = (seed: number, station: string) =>
  rules.positions.map(({ code }) => ({ code, answers: answersFor(seed, station, code, itemsOf(code)) }));

describe('the answers of a station', () => {
  test('do not depend on the order of the items or on other items', () => {
    const items = itemsOf('MT');
    const answers = answersFor(7, 'stn_T-1', 'MT', items);
    expect(answersFor(7, 'stn_T-1', 'MT', [...items].reverse())).toEqual([...answers].reverse());
    expect(answersFor(7, 'stn_T-1', 'MT', items.slice(2, 3))).toEqual(answers.slice(2, 3));
  });

  test('stay the same from version to version, because a restarted simulator may be a newer one', () => {
    const items = Array.from({ length: 40 }, (_, i) => ({
      id: `AU-MT-${i}`,
      severity: (['minor', 'major', 'critical'] as const)[i % 3] ?? 'minor',
    }));
    const hash = answersHash(answersFor(7, 'stn_SD-JN-001', 'MT', items));
    expect(hash).toBe('c16219f5a73beb2625eaa03515619e9b895425653fb408ba6afef546e3702a8e');
  });

  test('are taken by the rules of the platform', () => {
    for (const station of stations.slice(0, 200))
      for (const { code, answers } of answersOf(7, station))
        expect(checkAnswers(rules, code, answers)).toEqual([]);
  });

  test.each([7, 8, 42])(
    'give about 20 %% A, 40 %% B, 27 %% C and 13 %% D over a network (seed %i)',
    (seed) => {
      const byGrade = { A: 0, B: 0, C: 0, D: 0 };
      for (const station of stations) {
        const answers = Object.fromEntries(
          answersOf(seed, station).map(({ code, answers }) => [
            code,
            Object.fromEntries(answers.map((given) => [given.item, given.answer])),
          ]),
        );
        const { score, openCritical } = scoreAudit(rules, Object.keys(answers), answers);
        const facts = { openCritical, overdueMajor: 0, certificateCoverage: null, daysBelowStaffing: null };
        byGrade[gradeAudit(rules, score, facts).grade] += 1;
      }
      for (const [grade, share] of [
        ['A', 0.2],
        ['B', 0.4],
        ['C', 0.27],
        ['D', 0.13],
      ] as const)
        expect(Math.abs(byGrade[grade] / stations.length - share), `${grade} ${byGrade[grade]}`).toBeLessThan(
          0.05,
        );
    },
  );
});

describe('the hash of answers', () => {
  test('does not depend on their order and changes with any of them', () => {
    const answers = answersFor(7, 'stn_T-1', 'MT', itemsOf('MT'));
    const hash = answersHash(answers);
    expect(answersHash([...answers].reverse())).toBe(hash);
    const others = answers.map((given, i) => (i === 3 ? { ...given, remark: '改' } : given));
    expect(answersHash(others)).not.toBe(hash);
  });
});
