import type { EditionRules, PositionCode } from '../../standard/edition-rules.ts';
import { instant } from '../clock.ts';
import type { FieldProblem } from '../errors.ts';
import type { AnswersByPosition } from './check-review.ts';
import type { Answer } from './score-audit.ts';

/** What a station disputes: an item, what should count instead, and why. */
export interface Dispute {
  position: PositionCode;
  item: string;
  answer: Answer;
  reason: string;
  /** A reference to the proof. */
  evidence: string;
}

const dayMilliseconds = 86_400_000;
/** From worst to best; what does not apply is no worse than anything. */
const order: Record<Answer, number> = { not: 0, partly: 1, satisfied: 2, 'not-applicable': 3 };

/** Until when a station may dispute the result, and until when HQ decides what is disputed now. */
export const appealUntil = (rules: EditionRules, closedAt: string): string =>
  instant(Date.parse(closedAt) + rules.appeal.days * dayMilliseconds);
export const decideUntil = (rules: EditionRules, now: number): string =>
  instant(now + rules.appeal.decideDays * dayMilliseconds);

/** A dispute names an item that was answered and counts worse than the station claims. */
export function checkDispute(
  rules: EditionRules,
  counted: AnswersByPosition,
  { position, item, answer }: Dispute,
): FieldProblem[] {
  const given = counted[position];
  if (!given)
    return [
      {
        field: 'position',
        code: 'position-not-submitted',
        value: position,
        allowed: Object.keys(counted).sort().join(', '),
      },
    ];
  const items = rules.positions.find(({ code }) => code === position)?.items.map(({ id }) => id) ?? [];
  if (!items.includes(item))
    return [{ field: 'item', code: 'outside-checklist', value: item, allowed: items.join(', ') }];
  const now = given.find((one) => one.item === item)?.answer ?? 'not';
  return order[answer] > order[now]
    ? []
    : [{ field: 'answer', code: 'no-better-than-counted', value: answer, allowed: now }];
}

/** Another person of HQ decides than the one who reviewed the audit or answered for the position. */
export const mayDecideAppeal = (
  decider: string,
  reviewedBy: string | undefined,
  answeredBy: string,
): boolean => decider !== reviewedBy && decider !== answeredBy;

export interface DecidedAppeal {
  item: string;
  reviewer: string;
  upheld: boolean;
  scoreBefore: number;
  scoreAfter: number;
}

export interface AppealFigures {
  of: string;
  decided: number;
  upheld: number;
  /** Sum of the score changes, in hundredths of a point. */
  change: number;
}

/** How often what a reviewer decided, or an item, was disputed with success; the most often upheld first. */
export function appealFigures(
  appeals: readonly DecidedAppeal[],
  by: (appeal: DecidedAppeal) => string,
): AppealFigures[] {
  return [...Map.groupBy(appeals, by)]
    .map(([of, own]) => ({
      of,
      decided: own.length,
      upheld: own.filter(({ upheld }) => upheld).length,
      change: own.reduce((sum, { scoreBefore, scoreAfter }) => sum + scoreAfter - scoreBefore, 0),
    }))
    .sort((a, b) => b.upheld - a.upheld || b.decided - a.decided || (a.of < b.of ? -1 : 1));
}
