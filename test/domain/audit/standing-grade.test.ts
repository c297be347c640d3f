import { describe, expect, test } from 'vitest';
import type { Nonconformity } from '../../../packages/domain/audit/nonconformity.ts';
import {
  correctionFacts,
  criticalNotRaised,
  standingGrade,
  whatLowers,
} from '../../../packages/domain/audit/standing-grade.ts';
import { startOf } from '../../../packages/domain/calendar.ts';
import { rulesOfEdition1 } from '../../support/edition.ts';
import { aNonconformity } from '../../support/nonconformities.ts';

const rules = rulesOfEdition1;
const unknown = { certificateCoverage: null, daysBelowStaffing: null };
/** Contained is due on 8 March. */
const on = (date: string) => startOf(date) + 3_600_000;
const standing = (score: number, all: Nonconformity[], date: string) => {
  const now = on(date);
  const grade = standingGrade(rules, score, correctionFacts(rules.correction, all, now), unknown);
  return { grade, lowers: whatLowers(rules, grade, all, now) };
};
const one = (given: Partial<Nonconformity>, number = 1) =>
  aNonconformity({ nonconformityId: `ncf_test0000000${number}_SD-JN-001_AU-SA-0${number}`, ...given });

describe('The grade of a station now', () => {
  test.each([
    ['without any', [], 'A', []],
    ['with a minor one in time', [one({})], 'A', []],
    ['with an open critical one', [one({ severity: 'critical' })], 'C', ['critical-open']],
    [
      'with two open critical ones',
      [one({ severity: 'critical' }), one({ severity: 'critical' }, 2)],
      'D',
      ['critical-open', 'criticals-open'],
    ],
    [
      'with a position not shown that has two critical items',
      [one({ severity: 'critical', criticalItems: 2 })],
      'D',
      ['critical-open', 'criticals-open'],
    ],
    ['with a closed critical one', [one({ severity: 'critical', status: 'closed' })], 'A', []],
    ['with a withdrawn critical one', [one({ severity: 'critical', status: 'withdrawn' })], 'A', []],
  ] as const)('%s, is under the caps of today', (_what, all, grade, caps) => {
    const now = standing(9500, [...all], '2026-03-02');
    expect(now.grade).toMatchObject({ grade, uncapped: 'A', loweredOnce: false });
    expect(now.lowers.map(({ id }) => id)).toEqual(caps);
  });

  test.each([
    ['2026-03-08', 'A', []],
    ['2026-03-09', 'B', ['major-overdue']],
    ['2026-03-14', 'B', ['major-overdue']],
    ['2026-03-15', 'C', ['major-overdue', 'long-overdue']],
  ] as const)('with an overdue major one is, on %s, %s', (date, grade, lowers) => {
    const now = standing(9500, [one({ severity: 'major' })], date);
    expect(now.grade.grade).toBe(grade);
    expect(now.lowers.map(({ id }) => id)).toEqual(lowers);
  });

  test('drops one step only, however many are long overdue, and comes back when they are closed', () => {
    const late = [one({}), one({}, 2), one({}, 3)];
    expect(standing(9500, late, '2026-03-20').grade).toMatchObject({ grade: 'B', loweredOnce: true });
    const closed = late.map((nonconformity) => ({ ...nonconformity, status: 'closed' as const }));
    expect(standing(9500, closed, '2026-03-20').grade).toMatchObject({ grade: 'A', loweredOnce: false });
  });

  test('is never below D', () => {
    expect(standing(2000, [one({})], '2026-03-20').grade).toMatchObject({ grade: 'D', loweredOnce: false });
  });

  test('says what has to be closed, and how many of them', () => {
    const all = [
      one({ severity: 'critical', criticalItems: 2 }),
      one({ severity: 'critical' }, 2),
      one({ severity: 'critical' }, 3),
    ];
    const { lowers } = standing(9500, all, '2026-03-02');
    expect(lowers.map(({ id, correct }) => `${id} ${correct}`)).toEqual([
      'critical-open 3',
      'criticals-open 2',
    ]);
    expect(lowers[0]?.nonconformities).toHaveLength(3);
  });
});

describe('The corrections of a station', () => {
  test('are counted', () => {
    const all = [one({ severity: 'major' }), one({ status: 'closed' }, 2), one({ severity: 'critical' }, 3)];
    expect(correctionFacts(rules.correction, all, on('2026-03-09'))).toEqual({
      open: 2,
      overdue: 2,
      openCritical: 1,
      overdueMajor: 1,
      gradeDown: false,
    });
  });

  test('of an audit that is not worked yet count its own criticals', () => {
    expect(criticalNotRaised({ campaignId: 'cmp_other0000001', openCritical: 2 }, [one({})])).toBe(2);
    expect(criticalNotRaised({ campaignId: 'cmp_test00000001', openCritical: 2 }, [one({})])).toBe(0);
  });
});
