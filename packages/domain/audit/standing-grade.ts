import type { CorrectionRules, EditionRules, Grade } from '../../standard/edition-rules.ts';
import { overdueDays } from './correction-dues.ts';
import { isOpen } from './correction-status.ts';
import type { Nonconformity } from './nonconformity.ts';
import { type CapFacts, gradeAudit } from './score-audit.ts';

/** What a station's nonconformities mean for its grade at a moment. */
export interface CorrectionFacts {
  /** Critical findings that are not closed; a position that was not shown counts each of its critical items. */
  openCritical: number;
  /** Major nonconformities of which a step is overdue. */
  overdueMajor: number;
  /** One is overdue by as many days as the edition's ladder gives until the grade drops. */
  gradeDown: boolean;
  open: number;
  overdue: number;
}

/** Counts what is not closed; what is closed or withdrawn lowers no grade. */
export function correctionFacts(
  rules: CorrectionRules,
  nonconformities: readonly Nonconformity[],
  now: number,
): CorrectionFacts {
  const open = nonconformities.filter(({ status }) => isOpen(status));
  const overdue = open.filter((nonconformity) => overdueDays(nonconformity, now) > 0);
  return {
    openCritical: open
      .filter(({ severity }) => severity === 'critical')
      .reduce((sum, { criticalItems = 1 }) => sum + criticalItems, 0),
    overdueMajor: overdue.filter(({ severity }) => severity === 'major').length,
    gradeDown: lowering(rules, open, now).length > 0,
    open: open.length,
    overdue: overdue.length,
  };
}

/** Those that are overdue so long that the grade drops one step until they are closed. */
export function lowering(
  rules: CorrectionRules,
  nonconformities: readonly Nonconformity[],
  now: number,
): Nonconformity[] {
  return nonconformities.filter((nonconformity) => {
    if (!isOpen(nonconformity.status)) return false;
    const overdue = overdueDays(nonconformity, now);
    return rules.escalation.some(
      ({ effect, overdueDays: days, severities }) =>
        effect === 'grade-down-one' && severities.includes(nonconformity.severity) && overdue >= days,
    );
  });
}

export interface StandingGrade {
  grade: Grade;
  /** The grade that the score alone would give. */
  uncapped: Grade;
  /** Caps that hold now, by id. */
  caps: string[];
  /** The grade dropped one step because a correction is long overdue. */
  loweredOnce: boolean;
}

/**
 * The grade of a station now: the last audit's score under the caps that hold now, and one step less while a
 * correction is long overdue. Computed whenever it is asked for, because it changes with the date alone.
 * @param score hundredths of a point
 */
export function standingGrade(
  rules: EditionRules,
  score: number,
  corrections: Pick<CorrectionFacts, 'openCritical' | 'overdueMajor' | 'gradeDown'>,
  facts: Pick<CapFacts, 'certificateCoverage' | 'daysBelowStaffing'>,
): StandingGrade {
  const { openCritical, overdueMajor, gradeDown } = corrections;
  const capped = gradeAudit(rules, score, { ...facts, openCritical, overdueMajor });
  const letters = rules.grades.map(({ grade }) => grade);
  const lower = letters[letters.indexOf(capped.grade) + 1];
  return gradeDown && lower
    ? { ...capped, grade: lower, loweredOnce: true }
    : { ...capped, loweredOnce: false };
}

/**
 * Critical findings of the last audit that no nonconformity stands for yet: they are raised a moment after the audit
 * is closed, and the grade must not look better meanwhile.
 */
export const criticalNotRaised = (
  audit: { campaignId: string; openCritical?: number | undefined },
  nonconformities: readonly Nonconformity[],
): number =>
  nonconformities.some(({ campaignId }) => campaignId === audit.campaignId) ? 0 : (audit.openCritical ?? 0);

/** Something that holds the grade down now, with the nonconformities behind it. */
export interface Lowering {
  /** The cap's id, or `long-overdue` for the step that the ladder takes. */
  id: string;
  /** The best grade that it allows; null where it takes one step off whatever the grade is. */
  atMost: Grade | null;
  /** Those of which `correct` have to be closed, or got back into time; empty where the cap looks at something else. */
  nonconformities: string[];
  correct: number;
}

/** What lowers a standing grade and what lifts it. */
export function whatLowers(
  rules: EditionRules,
  standing: StandingGrade,
  nonconformities: readonly Nonconformity[],
  now: number,
): Lowering[] {
  const open = nonconformities.filter(({ status }) => isOpen(status));
  const criticals = open.filter(({ severity }) => severity === 'critical');
  const majors = open.filter(
    (nonconformity) => nonconformity.severity === 'major' && overdueDays(nonconformity, now) > 0,
  );
  const ids = (some: readonly Nonconformity[]) => some.map(({ nonconformityId }) => nonconformityId);
  const ofCaps = rules.caps
    .filter(({ id }) => standing.caps.includes(id))
    .map(({ id, atMost, when }): Lowering => {
      switch (when.fact) {
        case 'open-critical':
          return {
            id,
            atMost,
            nonconformities: ids(criticals),
            correct: fewest(criticals, when.atLeast - 1),
          };
        case 'overdue-major':
          return {
            id,
            atMost,
            nonconformities: ids(majors),
            correct: Math.max(0, majors.length - when.atLeast + 1),
          };
        default:
          return { id, atMost, nonconformities: [], correct: 0 };
      }
    });
  const overdue = standing.loweredOnce ? lowering(rules.correction, nonconformities, now) : [];
  return overdue.length === 0
    ? ofCaps
    : [
        ...ofCaps,
        { id: 'long-overdue', atMost: null, nonconformities: ids(overdue), correct: overdue.length },
      ];
}

/** Fewest criticals to close until at most so many critical items stay open. */
function fewest(criticals: readonly Nonconformity[], atMost: number): number {
  const counts = criticals.map(({ criticalItems = 1 }) => criticalItems).sort((a, b) => b - a);
  let left = counts.reduce((sum, count) => sum + count, 0);
  let closed = 0;
  for (const count of counts) {
    if (left <= atMost) break;
    left -= count;
    closed += 1;
  }
  return closed;
}
