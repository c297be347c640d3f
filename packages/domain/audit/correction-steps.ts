import type { CorrectionRules } from '../../standard/edition-rules.ts';
import { addDays, afterHoliday, localDate, type WorkingDays } from '../calendar.ts';
import { instant } from '../clock.ts';
import { type FailureDetails, type FailureName, inputRejected, refused } from '../errors.ts';
import {
  type Actor,
  isSampled,
  mayCorrect,
  mayDecidePlan,
  mayExtend,
  mayGive,
  mayVerify,
  nameOf,
  type Objection,
  type PersonToGive,
  whyNotGiven,
} from './correction-desks.ts';
import { watchedPhase } from './correction-dues.ts';
import { type CorrectionMove, correctionMoves, isOpen } from './correction-status.ts';
import {
  type CorrectionPart,
  correctionDues,
  type DecisionFact,
  type Nonconformity,
  type StepFact,
} from './nonconformity.ts';
import { saysCause } from './root-cause.ts';

/** What somebody does, when, and by which rules. `hash` makes a short fingerprint of a text. */
export interface Step {
  rules: CorrectionRules;
  calendar: WorkingDays;
  actor: Actor;
  now: number;
  hash(text: string): string;
}

/** The moves that a command makes and where they lead; null when the very same command was carried out before. */
export type Change = { moves: CorrectionMove[]; next: Nonconformity } | null;

/** The owner's steps; several may be given at once, in this order. */
export interface OwnSteps {
  containment?: string | undefined;
  rootCause?: string | undefined;
  plan?: string | undefined;
  implementation?: string | undefined;
  /** A reference to where the proof is kept; never the proof itself. */
  evidence?: string | undefined;
}
const ownSteps = [
  ['containment', 'contain'],
  ['rootCause', 'findRootCause'],
  ['plan', 'submitPlan'],
  ['implementation', 'implement'],
  ['evidence', 'submitEvidence'],
] as const satisfies readonly (readonly [keyof OwnSteps, CorrectionMove])[];

/** Fingerprints kept of texts that were turned down. */
const spentKept = 20;

/**
 * Records what the owner did. What was recorded before in the same words is passed over; other words for a step that
 * is taken are refused. A plan that the station master hands in for the owner is approved with it, where the
 * station master is who approves it (house).
 */
export function recordSteps(nonconformity: Nonconformity, given: OwnSteps, step: Step): Change {
  demand(mayCorrect(nonconformity, step.actor));
  const moves: CorrectionMove[] = [];
  let next = nonconformity;
  for (const [name, move] of ownSteps) {
    const text = given[name];
    if (text === undefined) continue;
    const taken = nonconformity.facts[name];
    if (taken?.text === text) continue;
    if (taken) throw no('StepAlreadyTaken', { step: name });
    if (nonconformity.spent.includes(step.hash(text))) throw no('SubmissionTurnedDown', { step: name });
    demandTurn(next, move);
    if (name === 'rootCause' && !saysCause(text))
      throw inputRejected([{ field: 'rootCause', code: 'cause-says-nothing' }]);
    next = moved(next, move, { facts: { ...next.facts, [name]: factOf(step, text) } });
    moves.push(move);
    if (name === 'plan' || name === 'evidence') next = { ...next, submission: next.submission + 1 };
    if (
      name === 'plan' &&
      step.actor.role === 'station-master' &&
      mayDecidePlan(step.rules, next, step.actor) === null
    ) {
      next = approved(next, step);
      moves.push('approvePlan');
    }
  }
  return changed(moves, next);
}

export interface PlanDecision {
  decision: 'approve' | 'reject';
  submission: number;
  reason?: string | undefined;
}

export function decidePlan(nonconformity: Nonconformity, given: PlanDecision, step: Step): Change {
  demand(mayDecidePlan(step.rules, nonconformity, step.actor));
  const earlier = [
    ...known('approve', nonconformity.facts.approval),
    ...known('reject', rejectionOf(nonconformity, 'plan')),
  ];
  if (isRepeat(earlier, given, step)) return null;
  demandUndecided(earlier, given);
  demandTurn(nonconformity, 'approvePlan');
  demandSubmission(nonconformity, given);
  if (given.decision === 'approve') return changed(['approvePlan'], approved(nonconformity, step));
  const { plan, ...facts } = nonconformity.facts;
  return changed(
    ['rejectPlan'],
    moved(nonconformity, 'rejectPlan', {
      facts,
      rejection: { of: 'plan', ...decisionOf(step, given) },
      spent: spentWith(nonconformity, step, plan),
    }),
  );
}

export interface Verification {
  decision: 'accept' | 'reject' | 'forged';
  submission: number;
  reason?: string | undefined;
}

/**
 * Verifies the evidence. Accepting closes the nonconformity, unless HQ draws it for its sample: then it stays
 * verified until HQ has looked. Forged evidence makes it critical, and everything begins anew with new dates.
 */
export function verifyCorrection(nonconformity: Nonconformity, given: Verification, step: Step): Change {
  const { verification, closing } = nonconformity.facts;
  const final = [
    ...known('accept', closing),
    ...known('reject', rejectionOf(nonconformity, 'evidence')),
    ...known('forged', rejectionOf(nonconformity, 'forgery')),
  ];
  // Looked for before the right, because what comes after a step may be somebody else's.
  if (isRepeat([...final, ...known('accept', verification)], given, step)) return null;
  demandVerifier(mayVerify(step.rules, nonconformity, step.actor));
  if (given.decision !== 'forged' || nonconformity.status !== 'closed') demandUndecided(final, given);
  // Once it is closed, only HQ still finds that evidence was forged.
  else if (!fromHq(step.actor)) throw notYours('other-desk');
  switch (given.decision) {
    case 'accept': {
      const move = nonconformity.status === 'verified' ? 'close' : 'verify';
      demandTurn(nonconformity, move);
      demandSubmission(nonconformity, given);
      const fact = decisionOf(step, given);
      const seen =
        move === 'verify'
          ? moved(nonconformity, 'verify', { facts: { ...nonconformity.facts, verification: fact } })
          : nonconformity;
      if (move === 'verify' && !fromHq(step.actor) && isSampled(step.rules, nonconformity))
        return changed(['verify'], seen);
      return changed(move === 'verify' ? ['verify', 'close'] : ['close'], closed(seen, fact, step));
    }
    case 'reject': {
      demandTurn(nonconformity, 'rejectEvidence');
      demandSubmission(nonconformity, given);
      const { implementation, evidence, verification: _before, ...facts } = nonconformity.facts;
      return changed(
        ['rejectEvidence'],
        moved(nonconformity, 'rejectEvidence', {
          facts,
          rejection: { of: 'evidence', ...decisionOf(step, given) },
          spent: spentWith(nonconformity, step, implementation, evidence),
        }),
      );
    }
    case 'forged':
      demandTurn(nonconformity, 'condemn');
      demandSubmission(nonconformity, given);
      return changed(
        ['condemn'],
        newRound({ ...nonconformity, severity: 'critical' }, 'condemn', step, {
          reopenedBecause: 'forged',
          rejection: { of: 'forgery', ...decisionOf(step, given) },
        }),
      );
  }
}

export interface EffectCheck {
  result: 'effective' | 'not-effective';
  submission: number;
  reason?: string | undefined;
}

/** Checks, some time after closing, whether the correction lasts; when it does not, everything begins anew. */
export function checkEffect(nonconformity: Nonconformity, given: EffectCheck, step: Step): Change {
  const earlier = [
    ...known('effective', nonconformity.facts.effectCheck),
    ...known('not-effective', rejectionOf(nonconformity, 'effect')),
  ];
  const asked = { ...given, decision: given.result };
  if (isRepeat(earlier, asked, step)) return null;
  demandVerifier(mayVerify(step.rules, nonconformity, step.actor));
  demandUndecided(earlier, given);
  demandTurn(nonconformity, 'checkEffect');
  // A minor one has its effect confirmed at the next audit, which asks the item again.
  if (!nonconformity.effectCheckOn)
    throw no('StepNotInTurn', { step: 'checkEffect', status: nonconformity.status });
  demandSubmission(nonconformity, given);
  if (localDate(step.now) < nonconformity.effectCheckOn)
    throw no('EffectCheckTooEarly', { from: nonconformity.effectCheckOn });
  const fact = decisionOf(step, given);
  if (given.result === 'effective')
    return changed(
      ['checkEffect'],
      moved(nonconformity, 'checkEffect', { facts: { ...nonconformity.facts, effectCheck: fact } }),
    );
  return changed(
    ['reopen'],
    newRound(nonconformity, 'reopen', step, {
      reopenedBecause: 'not-effective',
      rejection: { of: 'effect', ...fact },
    }),
  );
}

export interface Extension {
  days: number;
  reason: string;
}

/** Most days that closing is put off: half of what the severity gives, and once a round (house). */
export const longestExtension = (rules: CorrectionRules, { severity }: Nonconformity): number =>
  Math.floor(rules.severities[severity].days.close / 2);

/** Puts off the closing date, while it has not passed; contains, cause and plan stay due as they are. */
export function extendCorrection(nonconformity: Nonconformity, given: Extension, step: Step): Change {
  demand(mayExtend(nonconformity, step.actor));
  const { extension, dues, status } = nonconformity;
  if (extension) {
    const { by, days, text } = extension;
    if (by === nameOf(step.actor) && days === given.days && text === given.reason) return null;
    throw no('ExtensionNotPossible', { because: 'extended-before' });
  }
  if (!isOpen(status)) throw no('StepNotInTurn', { step: 'extend', status });
  const most = longestExtension(step.rules, nonconformity);
  if (given.days > most)
    throw inputRejected([
      { field: 'days', code: 'extension-too-long', value: String(given.days), allowed: String(most) },
    ]);
  if (localDate(step.now) > dues.close)
    throw no('ExtensionNotPossible', { because: 'closing-date-has-passed' });
  return {
    moves: [],
    next: {
      ...nonconformity,
      revision: nonconformity.revision + 1,
      dues: { ...dues, close: afterHoliday(addDays(dues.close, given.days), step.calendar) },
      extension: { ...factOf(step, given.reason), days: given.days },
    },
  };
}

/**
 * Hands a part of the round to a person of the station, or takes it back with null. Whose it is anyway (the holders of
 * the position, the station master, the station's auditor) may go on doing it.
 */
export function giveCorrection(
  nonconformity: Nonconformity,
  given: { part: CorrectionPart; person: PersonToGive | null },
  step: Step,
): Change {
  const { part, person } = given;
  const { status } = nonconformity;
  if (nonconformity.given?.[part] === person?.personId) return null;
  const phase = watchedPhase(nonconformity);
  if (phase === null || (part === 'correct' && phase !== 'correction'))
    throw no('StepNotInTurn', { step: 'give', status });
  demandVerifier(mayGive(nonconformity, part, step.actor));
  const objection = person && whyNotGiven(step.rules, nonconformity, part, person);
  if (objection)
    throw inputRejected([{ field: 'personId', code: `person-${objection}`, value: person.personId }]);
  const { [part]: _before, ...others } = nonconformity.given ?? {};
  const parts = { ...others, ...(person ? { [part]: person.personId } : {}) };
  const { given: _given, ...rest } = nonconformity;
  return {
    moves: [],
    next: {
      ...rest,
      ...(Object.keys(parts).length > 0 ? { given: parts } : {}),
      revision: nonconformity.revision + 1,
    },
  };
}

/** An appeal was upheld: the nonconformity counts no longer. Who may say so is for the appeal to know. */
export function withdrawNonconformity(
  nonconformity: Nonconformity,
  given: { reason: string; by: string; now: number },
): Change {
  if (nonconformity.status === 'withdrawn') return null;
  demandTurn(nonconformity, 'withdraw');
  const withdrawal: StepFact = { by: given.by, at: instant(given.now), text: given.reason };
  return changed(
    ['withdraw'],
    moved(nonconformity, 'withdraw', { facts: { ...nonconformity.facts, withdrawal } }),
  );
}

const changed = (moves: CorrectionMove[], next: Nonconformity): Change =>
  moves.length === 0 ? null : { moves, next: { ...next, revision: next.revision + 1 } };

const moved = (
  nonconformity: Nonconformity,
  move: CorrectionMove,
  changes: Partial<Nonconformity>,
): Nonconformity => ({ ...nonconformity, ...changes, status: correctionMoves[move].to });

const factOf = ({ actor, now }: Step, text?: string): StepFact => ({
  by: nameOf(actor),
  at: instant(now),
  ...(text === undefined ? {} : { text }),
});

const decisionOf = (
  step: Step,
  given: { submission: number; reason?: string | undefined },
): DecisionFact => ({
  ...factOf(step, given.reason),
  submission: given.submission,
});

const approved = (nonconformity: Nonconformity, step: Step): Nonconformity =>
  moved(nonconformity, 'approvePlan', {
    facts: {
      ...nonconformity.facts,
      approval: decisionOf(step, { submission: nonconformity.submission }),
    },
  });

function closed(nonconformity: Nonconformity, fact: DecisionFact, { rules, now }: Step): Nonconformity {
  const { effectCheck } = rules.severities[nonconformity.severity].days;
  return moved(nonconformity, 'close', {
    facts: { ...nonconformity.facts, closing: fact },
    ...(effectCheck === null ? {} : { effectCheckOn: addDays(localDate(now), effectCheck) }),
  });
}

/** Everything from the start: new dates from today, and nothing that was said counts again. */
function newRound(
  nonconformity: Nonconformity,
  move: 'reopen' | 'condemn',
  step: Step,
  changes: Partial<Nonconformity>,
): Nonconformity {
  const { extension: _extension, effectCheckOn: _checkOn, given: _given, ...rest } = nonconformity;
  const { containment, rootCause, plan, implementation, evidence } = nonconformity.facts;
  return {
    ...moved(rest, move, changes),
    round: nonconformity.round + 1,
    dues: correctionDues(step.rules, nonconformity.severity, localDate(step.now), step.calendar),
    facts: {},
    spent: spentWith(nonconformity, step, containment, rootCause, plan, implementation, evidence),
  };
}

const spentWith = (
  { spent }: Nonconformity,
  { hash }: Step,
  ...facts: readonly (StepFact | undefined)[]
): string[] =>
  [...spent, ...facts.flatMap((fact) => (fact?.text === undefined ? [] : [hash(fact.text)]))].slice(
    -spentKept,
  );

const rejectionOf = (
  { rejection }: Nonconformity,
  of: NonNullable<Nonconformity['rejection']>['of'],
): DecisionFact | undefined => (rejection?.of === of ? rejection : undefined);

interface Known {
  decision: string;
  fact: DecisionFact;
}
const known = (decision: string, fact: DecisionFact | undefined): Known[] =>
  fact ? [{ decision, fact }] : [];

const fromHq = ({ role }: Actor) => role === 'hq-network' || role === 'hq-auditor';

/** The very same decision of the same person about the same submission. */
const isRepeat = (
  earlier: readonly Known[],
  given: { decision: string; submission: number; reason?: string | undefined },
  { actor }: Step,
): boolean =>
  earlier.some(
    ({ decision, fact }) =>
      decision === given.decision &&
      fact.submission === given.submission &&
      fact.by === nameOf(actor) &&
      fact.text === given.reason,
  );

/** The first decision about a submission holds. */
function demandUndecided(earlier: readonly Known[], { submission }: { submission: number }): void {
  if (earlier.some(({ fact }) => fact.submission === submission))
    throw no('StepAlreadyTaken', { submission });
}

function demandTurn({ status }: Nonconformity, move: CorrectionMove): void {
  if (!(correctionMoves[move].from as readonly string[]).includes(status))
    throw no('StepNotInTurn', { step: move, status });
}

function demandSubmission(nonconformity: Nonconformity, { submission }: { submission: number }): void {
  if (submission !== nonconformity.submission)
    throw no('SubmissionSuperseded', { submission: nonconformity.submission });
}

const no = (name: FailureName, details: FailureDetails) =>
  refused(name, 'the rules of the correction say no', { details });
const notYours = (reason: Exclude<Objection, null>) =>
  refused('StepNotYours', 'another desk takes this step', { status: 403, details: { reason } });

function demand(objection: Objection): void {
  if (objection) throw notYours(objection);
}

/** Whoever is concerned hears that nobody verifies the own correction. */
function demandVerifier(objection: Objection): void {
  if (objection === null) return;
  if (objection === 'other-desk') throw notYours(objection);
  throw refused('OwnCorrection', 'nobody verifies the own correction', {
    status: 403,
    details: { reason: objection },
  });
}
