import type { PathRules } from '../../standard/path-rules.ts';
import type { Subject } from '../access/may.ts';
import { addDays, type LocalDate, localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { refused } from '../errors.ts';
import type { Attempt, Certification, CertificationMove } from './certification.ts';
import { missingPrerequisites } from './prerequisites.ts';

/** What a command makes of a certification; null when it says again what is recorded already. */
export type CertificationChange = { next: Certification; moves: CertificationMove[] } | null;

export interface CertificationContext {
  rules: PathRules;
  actor: Subject;
  now: number;
}

/** Answers that are on their way when the time is up still count (house). */
const examToleranceSeconds = 30;

/** The last instant at which answers to a paper count, in milliseconds. */
const lastInstant = ({ endsAt }: { endsAt: string }): number =>
  Date.parse(endsAt) + examToleranceSeconds * 1000;

/** True when answers that arrive now come too late for a paper. */
export const isOver = (paper: { endsAt: string }, now: number): boolean => now > lastInstant(paper);

/** When a paper that nobody has submitted is graded. */
export const gradedAt = (paper: { endsAt: string }): string => instant(lastInstant(paper) + 1000);

/** Tries since the person was trained anew. */
export const triesOf = <T extends Attempt>(tries: readonly T[], { retrainedAt = '' }: Certification): T[] =>
  tries.filter(({ at }) => at > retrainedAt);

/** Why somebody may not be examined now, as a code; `from` is the first day on which it is possible. */
export type ExamObjection =
  | { reason: 'not-the-candidate' | 'retraining-needed' | 'nothing-to-pass' }
  | { reason: 'prerequisites'; missing: string[] }
  | { reason: 'too-soon'; from: string };

/** Whether the candidate may start a paper today (the retake rule of section 6). */
export function objectionToTheory(
  way: Certification,
  { rules, actor, now }: CertificationContext,
): ExamObjection | null {
  const certification = askedForOn(rules, way, localDate(now));
  if (actor.personId !== certification.personId) return { reason: 'not-the-candidate' };
  if (certification.status === 'in-training') return { reason: 'retraining-needed' };
  if (certification.status !== 'candidate' || !certification.needs.theory)
    return { reason: 'nothing-to-pass' };
  const missing = missingPrerequisites(rules, certification, now);
  if (missing.length > 0) return { reason: 'prerequisites', missing };
  return objectionToRetake(triesOf(certification.attempts, certification), rules, now);
}

/** A retake keeps its distance in days; that it comes in time and not too often is decided when a try fails. */
export function objectionToRetake(
  tries: readonly Attempt[],
  { exam: { retakes } }: PathRules,
  now: number,
): ExamObjection | null {
  const last = tries.at(-1);
  if (!last) return null;
  if (isUsedUp(tries, retakes, now)) return { reason: 'retraining-needed' };
  const from = addDays(localDate(Date.parse(last.at)), retakes.daysApart);
  return localDate(now) < from ? { reason: 'too-soon', from } : null;
}

/** True when no retake is left: all are used, or the days after the first exam are over. */
export function isUsedUp(
  tries: readonly Attempt[],
  retakes: PathRules['exam']['retakes'],
  now: number,
): boolean {
  const [first] = tries;
  if (!first) return false;
  if (tries.length > retakes.count) return true;
  return localDate(now) > addDays(localDate(Date.parse(first.at)), retakes.withinDays);
}

/** True when a person has to be trained anew before the next part: by their tries, or because the days are over. */
export function needsRetraining(way: Certification, rules: PathRules, now: number): boolean {
  const certification = askedForOn(rules, way, localDate(now));
  const { status, needs, attempts, assessments } = certification;
  if (status === 'in-training') return true;
  if (status !== 'candidate' && status !== 'theory-passed') return false;
  const isTheory = status === 'candidate' && needs.theory;
  const tries = triesOf<Attempt>(isTheory ? attempts : assessments, certification);
  return isUsedUp(tries, rules.exam.retakes, now);
}

/** Throws what `objectionToTheory` found. */
export function demandNoObjection(objection: ExamObjection | null): void {
  if (!objection) return;
  const details = {
    reason: objection.reason,
    ...('missing' in objection ? { missing: objection.missing } : {}),
    ...('from' in objection ? { from: objection.from } : {}),
  };
  throw refused('ExamNotPossible', objection.reason, { details });
}

export interface FinishedPaper {
  number: number;
  /** ISO instant. */
  finishedAt: string;
  /** Percent. */
  score: number;
  theoryPass?: number;
}

const attemptOf = ({ number, finishedAt, score, theoryPass }: FinishedPaper, mark: number): Attempt => ({
  number,
  at: finishedAt,
  score,
  passed: score >= (theoryPass ?? mark),
});

const isEntered = (attempts: readonly Attempt[], { number, finishedAt }: FinishedPaper): boolean =>
  attempts.some((one) => one.number === number && one.at === finishedAt);

/** Tries with those papers besides that stand among them not yet, in the order in which they were finished. */
export const withPapers = (
  attempts: readonly Attempt[],
  papers: readonly FinishedPaper[],
  mark: number,
): Attempt[] =>
  [
    ...attempts,
    ...papers.filter((paper) => !isEntered(attempts, paper)).map((paper) => attemptOf(paper, mark)),
  ].sort((a, b) => (a.at < b.at ? -1 : a.at > b.at ? 1 : 0));

/**
 * A way as it is asked for on a day: where nothing was passed while less was enough it is the whole exam (section 6),
 * however early it was begun.
 */
export function askedForOn(rules: PathRules, certification: Certification, day: LocalDate): Certification {
  const { shortUntil, status, needs } = certification;
  const isPassed = status !== 'candidate' && status !== 'in-training';
  const whole = { theory: true, practical: rules.rubric.length > 0 };
  const isWhole = needs.theory && needs.practical === whole.practical;
  if (shortUntil === undefined || isPassed || day <= shortUntil || isWhole) return certification;
  return { ...certification, needs: whole };
}

/**
 * Enters a graded paper; the same number again changes nothing. After the last possible try the person is trained anew.
 * A paper of an earlier way has a number there; together with its end it is told apart from those of this one.
 * @param paper its score in percent, and the mark that it was written for where another edition held then
 */
export function afterTheory(way: Certification, rules: PathRules, paper: FinishedPaper): CertificationChange {
  if (isEntered(way.attempts, paper) || way.status !== 'candidate') return null;
  const certification = askedForOn(rules, way, localDate(Date.parse(paper.finishedAt)));
  const attempt = attemptOf(paper, rules.theoryPass);
  const { passed } = attempt;
  const next = {
    ...certification,
    attempts: [...certification.attempts, attempt],
    revision: certification.revision + 1,
  };
  if (passed)
    return certification.needs.practical
      ? { next: { ...next, status: 'theory-passed' }, moves: ['pass-theory'] }
      : { next: { ...next, status: 'practical-passed' }, moves: ['pass-all'] };
  return failed(next, triesOf(next.attempts, next), rules);
}

/** A try that failed: another follows, or training. */
export function failed(
  next: Certification,
  tries: readonly Attempt[],
  rules: PathRules,
): CertificationChange {
  const over = tries.length > rules.exam.retakes.count;
  return over ? { next: { ...next, status: 'in-training' }, moves: ['fail-finally'] } : { next, moves: [] };
}

/** The full retraining is done, so everything that is asked for is tried again. */
export function retrain(
  certification: Certification,
  evidence: string,
  { rules, now }: CertificationContext,
): CertificationChange {
  if (!needsRetraining(certification, rules, now)) {
    if (certification.retraining === evidence) return null;
    throw refused('StepNotInTurn', 'no retraining is asked for', {
      details: { status: certification.status },
    });
  }
  return {
    next: {
      ...certification,
      status: 'candidate',
      retrainedAt: instant(now),
      retraining: evidence,
      revision: certification.revision + 1,
    },
    moves: ['retrain'],
  };
}
