import type { PositionCode } from '../../standard/edition-rules.ts';
import type { GivenAnswer } from './check-answers.ts';
import { type Correction, corrected } from './check-review.ts';
import type { StandingFacts } from './explain-score.ts';
import type { Answer, PositionAnswers } from './score-audit.ts';

/** A position's answers as they are kept, under their hash. */
export interface KeptAnswers {
  position: PositionCode;
  hash: string;
  answers: readonly GivenAnswer[];
}

/** An audit as far as it says which answers count. */
export interface CountingAudit {
  accepted: Readonly<Record<PositionCode, string>>;
  pending?: ReadonlySet<PositionCode>;
  notShown?: readonly PositionCode[];
}

/**
 * What counts of an audit, position → answers with their remarks, as HQ corrected them; a position without any is not
 * shown. What was sent back and not submitted again does not count.
 */
export function acceptedAnswers(
  audit: CountingAudit,
  items: readonly KeptAnswers[],
  corrections: readonly Correction[],
): Record<string, readonly GivenAnswer[]> {
  const open = (position: string) =>
    audit.pending?.has(position) === true || audit.notShown?.includes(position) === true;
  return Object.fromEntries(
    items
      .filter((item) => audit.accepted[item.position] === item.hash && !open(item.position))
      .map((item) => [item.position, corrected(item.position, item.answers, corrections)]),
  );
}

/** An appeal as far as it says what it changed. */
export interface DecidedAppeal {
  status: string;
  position: PositionCode;
  item: string;
  decided?: Answer;
  decisionReason?: string;
}

/** What an appeal changed; nothing where it was not upheld. */
export const asCorrection = ({
  status,
  position,
  item,
  decided,
  decisionReason,
}: DecidedAppeal): Correction[] =>
  status === 'upheld' && decided ? [{ position, item, answer: decided, reason: decisionReason ?? '' }] : [];

/** The same without remarks, as scoring takes them. */
export const answersToScore = (
  accepted: Record<string, readonly GivenAnswer[]>,
): Record<string, PositionAnswers> =>
  Object.fromEntries(
    Object.entries(accepted).map(([position, answers]) => [
      position,
      Object.fromEntries(answers.map((given) => [given.item, given.answer])),
    ]),
  );

/** What a closing kept of the facts that caps look at; what was not known then caps nothing. */
export interface KeptStanding {
  overdueMajor?: number;
  certificateCoverage?: number;
  daysBelowStaffing?: number;
}

export const standingFacts = ({
  overdueMajor = 0,
  certificateCoverage = null,
  daysBelowStaffing = null,
}: { [Name in keyof KeptStanding]: KeptStanding[Name] | null }): StandingFacts => ({
  overdueMajor: overdueMajor ?? 0,
  certificateCoverage,
  daysBelowStaffing,
});

/** The other way round: only what is known, and more than nothing, is kept. */
export const keptStanding = ({
  overdueMajor,
  certificateCoverage,
  daysBelowStaffing,
}: StandingFacts): KeptStanding => ({
  ...(overdueMajor > 0 ? { overdueMajor } : {}),
  ...(certificateCoverage === null ? {} : { certificateCoverage }),
  ...(daysBelowStaffing === null ? {} : { daysBelowStaffing }),
});
