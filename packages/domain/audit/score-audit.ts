import type { EditionRules, Grade, PositionCode, Severity } from '../../standard/edition-rules.ts';

/** What was found for one checklist item. */
export type Answer = 'satisfied' | 'partly' | 'not' | 'not-applicable';

/** Answers of one position, item id → answer. A missing position, or a missing item, counts as not shown. */
export type PositionAnswers = Readonly<Record<string, Answer>>;

export interface PositionScore {
  position: PositionCode;
  /** Hundredths of a point, 0…10000; null when every item is not applicable and the position is left out. */
  score: number | null;
  /** True when nothing was submitted in time: every item then counts as not shown. */
  notShown: boolean;
}

export interface Finding {
  position: PositionCode;
  item: string;
  severity: Severity;
  answer: 'partly' | 'not';
}

export interface AuditScore {
  /** Hundredths of a point, 0…10000, rounded half up once, from exact fractions. */
  score: number;
  positions: PositionScore[];
  findings: Finding[];
  /** Critical items that are not satisfied at all and have no closed correction. */
  openCritical: number;
}

export interface AuditGrade {
  grade: Grade;
  /** The grade that the score alone would give. */
  uncapped: Grade;
  /** Caps that hold, by id; only those that would lower the grade given by the score. */
  caps: string[];
}

/** What caps look at besides the answers; null = not known yet, so that cap is not applied. */
export interface CapFacts {
  openCritical: number;
  overdueMajor: number;
  /** Share of brand-mandatory and statutory seats whose holder is certified, 0…1. */
  certificateCoverage: number | null;
  /** Days since staffing fell below the band minimum; 0 = staffed. */
  daysBelowStaffing: number | null;
}

/**
 * Scores a station's audit: item = weight × factor of its answer, position = share of the applicable weight,
 * station = position scores weighted by the positions' audit weights; what does not apply is left out and the
 * weights are rescaled (domain sheet section 6, house).
 * @param asked positions present at the station when the audit was opened
 */
export function scoreAudit(
  rules: EditionRules,
  asked: readonly PositionCode[],
  answers: Readonly<Record<PositionCode, PositionAnswers | undefined>>,
): AuditScore {
  const positions: PositionScore[] = [];
  const findings: Finding[] = [];
  let total = zero;
  let weights = 0;
  for (const position of rules.positions) {
    if (!asked.includes(position.code)) continue;
    const given = answers[position.code];
    const { reached, applicable } = weightsOf(rules, position, given);
    for (const item of position.items) {
      const answer = answerTo(given, item.id);
      if (answer === 'partly' || answer === 'not')
        findings.push({ position: position.code, item: item.id, severity: item.severity, answer });
    }
    const share = applicable === 0 ? null : fraction(reached, applicable);
    positions.push({
      position: position.code,
      score: share && hundredths(share),
      notShown: given === undefined,
    });
    if (share === null) continue;
    total = add(total, multiply(share, position.auditWeight));
    weights += position.auditWeight;
  }
  return {
    score: weights === 0 ? 0 : hundredths(multiply(total, 1, weights)),
    positions,
    findings,
    openCritical: findings.filter((f) => f.severity === 'critical' && f.answer === 'not').length,
  };
}

/** What counts for an item: one that was not answered is not shown, so it is not satisfied. */
export const answerTo = (given: PositionAnswers | undefined, item: string): Answer => given?.[item] ?? 'not';

/** Weight of a position's items that apply, and how much of it was reached; both 0 when none applies. */
export function weightsOf(
  rules: EditionRules,
  position: EditionRules['positions'][number],
  given: PositionAnswers | undefined,
): { reached: number; applicable: number } {
  let reached = 0;
  let applicable = 0;
  for (const item of position.items) {
    const answer = answerTo(given, item.id);
    if (answer === 'not-applicable') continue;
    applicable += item.weight;
    reached += item.weight * rules.itemFactors[answer];
  }
  return { reached, applicable };
}

/** Grade of a score under the edition's caps; the lowest cap that holds decides. */
export function gradeAudit(rules: EditionRules, score: number, facts: CapFacts): AuditGrade {
  const uncapped = gradeOfScore(rules, score);
  const holding = rules.caps.filter((cap) => capHolds(cap.when, facts) && isWorse(cap.atMost, uncapped));
  const grade = holding.reduce((worst, cap) => (isWorse(cap.atMost, worst) ? cap.atMost : worst), uncapped);
  return { grade, uncapped, caps: holding.map((cap) => cap.id) };
}

function gradeOfScore(rules: EditionRules, score: number): Grade {
  const reached = rules.grades.find((step) => score >= step.atLeast * 100);
  if (!reached) throw new Error('an edition has a grade that starts at 0');
  return reached.grade;
}

/** Whether a cap's condition is met, whatever the score. */
export function capHolds(when: EditionRules['caps'][number]['when'], facts: CapFacts): boolean {
  switch (when.fact) {
    case 'open-critical':
      return facts.openCritical >= when.atLeast;
    case 'overdue-major':
      return facts.overdueMajor >= when.atLeast;
    case 'certificate-coverage':
      return facts.certificateCoverage !== null && facts.certificateCoverage < when.below;
    case 'days-below-staffing':
      return facts.daysBelowStaffing !== null && facts.daysBelowStaffing > when.moreThan;
  }
}

/** Letters sort from best to worst. */
export const isWorse = (a: Grade, b: Grade) => a > b;

// Exact fractions: a score of exactly 90 must never become 89.99 through binary rounding.
export interface Fraction {
  over: bigint;
  under: bigint;
}
const zero: Fraction = { over: 0n, under: 1n };
// Factors are multiples of 1/1000 and weights whole numbers, so 1000 makes every term whole.
export const fraction = (over: number, under: number): Fraction => ({
  over: BigInt(Math.round(over * 1000)),
  under: BigInt(under) * 1000n,
});
const add = (a: Fraction, b: Fraction): Fraction => ({
  over: a.over * b.under + b.over * a.under,
  under: a.under * b.under,
});
export const multiply = (a: Fraction, by: number, dividedBy = 1): Fraction => ({
  over: a.over * BigInt(by),
  under: a.under * BigInt(dividedBy),
});
/** A share of 1 in hundredths of a point (1 = 10000), rounded half up. */
export const hundredths = (f: Fraction): number => Number((f.over * 20000n + f.under) / (2n * f.under));
