import type { EditionRules, Grade, PositionCode, Severity } from '../../standard/edition-rules.ts';
import {
  type Answer,
  type AuditScore,
  answerTo,
  type CapFacts,
  capHolds,
  type Fraction,
  fraction,
  gradeAudit,
  hundredths,
  isWorse,
  multiply,
  type PositionAnswers,
  scoreAudit,
  weightsOf,
} from './score-audit.ts';

/** Facts besides the answers that caps look at; open criticals follow from the answers. */
export type StandingFacts = Omit<CapFacts, 'openCritical'>;
export type Answers = Readonly<Record<PositionCode, PositionAnswers | undefined>>;

/** How a score came about. All points are hundredths of a point of the station's score, each rounded once. */
export interface ScoreExplanation {
  score: number;
  grade: Grade;
  uncapped: Grade;
  openCritical: number;
  /** In the order of the org chart; only positions that were asked. */
  positions: ExplainedPosition[];
  /** Caps that lower the grade. */
  caps: ExplainedCap[];
  /** The grades above the reached one, nearest first. */
  higherGrades: HigherGrade[];
}

export interface ExplainedPosition {
  position: PositionCode;
  /** Audit weight by the edition, in percent, before rescaling. */
  weight: number;
  /** The position's own score, 0…10000; null when it is left out. */
  score: number | null;
  /** What it brings to the station's score, and the most that it could; 0 when it is left out. */
  gained: number;
  possible: number;
  notShown: boolean;
  /** No item applied, so its weight went to the others. */
  leftOut: boolean;
  items: ExplainedItem[];
}

export interface ExplainedItem {
  item: string;
  clause: string;
  severity: Severity;
  weight: number;
  /** As it counted: an item without an answer counts as not satisfied. */
  answer: Answer;
  gained: number;
  /** 0 when the item does not apply. */
  possible: number;
}

export interface HoldingCap {
  id: string;
  atMost: Grade;
  lift: CapLift;
}

export interface ExplainedCap extends HoldingCap {
  /** Grade of the same score once this is lifted; other caps may go on holding. */
  gradeAfter: Grade;
}

/** What has to become true for a cap to hold no longer. Coverage is a share 0…1. */
export type CapLift =
  | {
      fact: 'open-critical';
      now: number;
      atMost: number;
      /** The open criticals, of which any `correct` have to be corrected. */
      items: string[];
      correct: number;
    }
  | { fact: 'overdue-major'; now: number; atMost: number }
  | { fact: 'certificate-coverage'; now: number; atLeast: number }
  | { fact: 'days-below-staffing'; now: number; atMost: number };

export interface HigherGrade {
  grade: Grade;
  /** Score that the grade begins at. */
  atLeast: number;
  /** Points between the score and that; 0 when only caps stand in between. */
  missing: number;
  /** Fewest items that, all satisfied, reach the grade; empty when nothing of the answers stands in between. */
  items: { position: PositionCode; item: string; gain: number }[];
  /** Score with these items satisfied. */
  scoreAfter: number;
  /** Caps that hold the grade down whatever the items are. */
  heldBy: HoldingCap[];
  /** Whether the items alone reach the grade: no cap holds it down, and enough items apply. */
  reachable: boolean;
}

/**
 * Takes a score apart into what each position and item brought, what holds the grade down, and what would raise it
 * (domain sheet section 6, house).
 * @param asked positions present at the station when the audit was opened
 */
export function explainScore(
  rules: EditionRules,
  asked: readonly PositionCode[],
  answers: Answers,
  facts: StandingFacts,
): ScoreExplanation {
  const scored = scoreAudit(rules, asked, answers);
  const capFacts: CapFacts = { ...facts, openCritical: scored.openCritical };
  const { grade, uncapped, caps } = gradeAudit(rules, scored.score, capFacts);
  const shares = positionShares(rules, asked, answers);
  const improvements = possibleImprovements(rules, shares, answers);
  return {
    score: scored.score,
    grade,
    uncapped,
    openCritical: scored.openCritical,
    positions: shares.map((share) => explainPosition(rules, share, answers, scored)),
    caps: rules.caps
      .filter(({ id }) => caps.includes(id))
      .map((cap) => {
        const holding = holdingCap(cap, capFacts, scored);
        const after = gradeAudit(rules, scored.score, factsAfter(holding.lift, capFacts));
        return { ...holding, gradeAfter: after.grade };
      }),
    higherGrades: rules.grades
      .filter((step) => isWorse(grade, step.grade))
      .reverse()
      .map((step) => higherGrade(rules, step, scored, capFacts, improvements, rescored)),
  };

  function rescored(improved: readonly Improvement[]): AuditScore {
    const better: Record<PositionCode, PositionAnswers | undefined> = { ...answers };
    for (const { position, item } of improved)
      better[position] = { ...better[position], [item]: 'satisfied' };
    return scoreAudit(rules, asked, better);
  }
}

interface PositionShare {
  position: EditionRules['positions'][number];
  reached: number;
  applicable: number;
  /** Audit weights of the positions that count, over which this one's is rescaled; 0 when none counts. */
  weights: number;
}

function positionShares(
  rules: EditionRules,
  asked: readonly PositionCode[],
  answers: Answers,
): PositionShare[] {
  const shares = rules.positions
    .filter(({ code }) => asked.includes(code))
    .map((position) => ({ position, ...weightsOf(rules, position, answers[position.code]) }));
  const weights = shares.reduce(
    (sum, { position, applicable }) => sum + (applicable > 0 ? position.auditWeight : 0),
    0,
  );
  return shares.map((share) => ({ ...share, weights }));
}

/** Points of the station's score that so much of a position's item weight is worth. */
function worth({ position, applicable, weights }: PositionShare, itemWeight: number): Fraction {
  if (applicable === 0 || weights === 0) return fraction(0, 1);
  return multiply(fraction(itemWeight, applicable), position.auditWeight, weights);
}

function explainPosition(
  rules: EditionRules,
  share: PositionShare,
  answers: Answers,
  scored: AuditScore,
): ExplainedPosition {
  const { position, reached, applicable } = share;
  const own = scored.positions.find((p) => p.position === position.code);
  const given = answers[position.code];
  return {
    position: position.code,
    weight: position.auditWeight,
    score: own?.score ?? null,
    gained: hundredths(worth(share, reached)),
    possible: hundredths(worth(share, applicable)),
    notShown: given === undefined,
    leftOut: applicable === 0,
    items: position.items.map(({ id, clause, severity, weight }) => {
      const answer = answerTo(given, id);
      const applies = answer !== 'not-applicable';
      return {
        item: id,
        clause,
        severity,
        weight,
        answer,
        gained: applies ? hundredths(worth(share, weight * rules.itemFactors[answer])) : 0,
        possible: applies ? hundredths(worth(share, weight)) : 0,
      };
    }),
  };
}

const holdingCap = (
  { id, atMost, when }: EditionRules['caps'][number],
  facts: CapFacts,
  scored: AuditScore,
): HoldingCap => ({ id, atMost, lift: liftOf(when, facts, scored) });

function liftOf(
  when: EditionRules['caps'][number]['when'],
  facts: CapFacts,
  { findings }: AuditScore,
): CapLift {
  switch (when.fact) {
    case 'open-critical':
      return {
        fact: when.fact,
        now: facts.openCritical,
        atMost: when.atLeast - 1,
        items: findings.filter((f) => f.severity === 'critical' && f.answer === 'not').map((f) => f.item),
        correct: facts.openCritical - when.atLeast + 1,
      };
    case 'overdue-major':
      return { fact: when.fact, now: facts.overdueMajor, atMost: when.atLeast - 1 };
    // A cap never holds on a fact that is not known, so these are known here.
    case 'certificate-coverage':
      return { fact: when.fact, now: facts.certificateCoverage ?? 0, atLeast: when.below };
    case 'days-below-staffing':
      return { fact: when.fact, now: facts.daysBelowStaffing ?? 0, atMost: when.moreThan };
  }
}

function factsAfter(lift: CapLift, facts: CapFacts): CapFacts {
  switch (lift.fact) {
    case 'open-critical':
      return { ...facts, openCritical: lift.atMost };
    case 'overdue-major':
      return { ...facts, overdueMajor: lift.atMost };
    case 'certificate-coverage':
      return { ...facts, certificateCoverage: lift.atLeast };
    case 'days-below-staffing':
      return { ...facts, daysBelowStaffing: lift.atMost };
  }
}

interface Improvement {
  position: PositionCode;
  item: string;
  opensCritical: boolean;
  gain: Fraction;
}

/** Items that are not satisfied, those that bring most first; equals stay in the order of the checklists. */
function possibleImprovements(
  rules: EditionRules,
  shares: readonly PositionShare[],
  answers: Answers,
): Improvement[] {
  return shares
    .flatMap((share) =>
      share.position.items.flatMap(({ id, weight, severity }): Improvement[] => {
        const answer = answerTo(answers[share.position.code], id);
        if (answer !== 'partly' && answer !== 'not') return [];
        const better = weight * (rules.itemFactors.satisfied - rules.itemFactors[answer]);
        return [
          {
            position: share.position.code,
            item: id,
            opensCritical: severity === 'critical' && answer === 'not',
            gain: worth(share, better),
          },
        ];
      }),
    )
    .sort((a, b) => {
      const difference = b.gain.over * a.gain.under - a.gain.over * b.gain.under;
      return difference > 0n ? 1 : difference < 0n ? -1 : 0;
    });
}

/**
 * As few items as reach a grade: first so many criticals as its caps demand, then whatever brings most. Gains add
 * up, since a satisfied item changes no weight, and so no smaller set does it.
 */
function higherGrade(
  rules: EditionRules,
  { grade, atLeast }: EditionRules['grades'][number],
  scored: AuditScore,
  facts: CapFacts,
  improvements: readonly Improvement[],
  rescored: (improved: readonly Improvement[]) => AuditScore,
): HigherGrade {
  const tooLow = rules.caps.filter((cap) => isWorse(cap.atMost, grade));
  const allowedCriticals = Math.min(
    ...tooLow.flatMap(({ when }) => (when.fact === 'open-critical' ? [when.atLeast - 1] : [])),
    scored.openCritical,
  );
  const chosen = improvements
    .filter((improvement) => improvement.opensCritical)
    .slice(0, scored.openCritical - allowedCriticals);
  let after = rescored(chosen);
  for (const improvement of improvements) {
    if (after.score >= atLeast * 100) break;
    if (chosen.includes(improvement)) continue;
    chosen.push(improvement);
    after = rescored(chosen);
  }
  const heldBy = tooLow
    .filter((cap) => cap.when.fact !== 'open-critical' && capHolds(cap.when, facts))
    .map((cap) => holdingCap(cap, facts, scored));
  return {
    grade,
    atLeast: atLeast * 100,
    missing: Math.max(0, atLeast * 100 - scored.score),
    items: chosen.map(({ position, item, gain }) => ({ position, item, gain: hundredths(gain) })),
    scoreAfter: after.score,
    heldBy,
    reachable: heldBy.length === 0 && after.score >= atLeast * 100,
  };
}
