import type { OnboardingStep, PathRules } from '../../standard/path-rules.ts';
import type { Subject } from '../access/may.ts';
import { isHq } from '../audit/independence.ts';
import type { WorkingDays } from '../calendar.ts';
import { instant } from '../clock.ts';
import { inputRejected, refused } from '../errors.ts';
import type { Onboarding, OnboardingMove, StepRecord } from './onboarding.ts';
import { isPrepared } from './onboarding-dues.ts';

/** What a command makes of an onboarding; null when it says again what is recorded already. */
export type OnboardingChange = { next: Onboarding; moves: OnboardingMove[] } | null;

export interface StepContext {
  rules: PathRules;
  calendar: WorkingDays;
  actor: Subject;
  now: number;
}

export interface StepInput {
  step: Exclude<OnboardingStep, 'mentoring'>;
  evidence?: string | undefined;
  hours?: number | undefined;
  sheet?: string | undefined;
}

/**
 * Records registration, safety education or the duty briefing. The owner of the step records it, the station head in an
 * owner's stead, HQ for anybody; nobody records the own steps, but the duty sheet is signed by whom it concerns.
 * @throws StepNotYours, OnboardingOver, DutySheetOutdated, InputRejected
 */
export function recordStep(onboarding: Onboarding, input: StepInput, context: StepContext): OnboardingChange {
  const { rules, actor, now } = context;
  const { step } = input;
  const known = onboarding.steps[step];
  const signs = step === 'duty-briefing' && actor.personId === onboarding.personId;
  if (!signs) demandOwner(step, onboarding, context);
  const record: StepRecord = { by: actor.personId ?? actor.subject, at: instant(now) };
  if (step === 'duty-briefing' && signs) {
    if (!input.sheet) throw inputRejected([{ field: 'sheet', code: 'missing' }]);
    if (input.sheet !== rules.dutySheet)
      throw refused('DutySheetOutdated', 'another duty sheet was read', {
        details: { sheet: rules.dutySheet },
      });
    record.sheet = input.sheet;
  } else {
    if (!input.evidence) throw inputRejected([{ field: 'evidence', code: 'missing' }]);
    record.evidence = input.evidence;
    if (step === 'duty-briefing') record.sheet = rules.dutySheet;
  }
  if (step === 'safety-education') {
    const demanded = safetyHours(rules);
    if ((input.hours ?? 0) < demanded)
      throw inputRejected([
        {
          field: 'hours',
          code: input.hours === undefined ? 'missing' : 'too-few-hours',
          value: String(input.hours ?? ''),
          allowed: String(demanded),
        },
      ]);
    record.hours = input.hours as number;
  }
  if (known) {
    if (known.evidence === record.evidence && known.hours === record.hours && known.sheet === record.sheet)
      return null;
    throw refused('StepAlreadyTaken', 'the step is recorded already');
  }
  demandOpen(onboarding);
  return advanced({ ...onboarding, steps: { ...onboarding.steps, [step]: record } }, context);
}

/** Class hours of the safety education before work: 24, of heads 32 (N07). */
export const safetyHours = (rules: PathRules): number =>
  rules.steps.find(({ id }) => id === 'safety-education')?.hours ?? 0;

/**
 * Records hours of modules. Hours are the total so far, so that the same command again changes nothing.
 * @throws StepNotYours, OnboardingOver, InputRejected
 */
export function recordModules(
  onboarding: Onboarding,
  modules: readonly { module: string; hours: number }[],
  context: StepContext,
): OnboardingChange {
  demandOwner('mentoring', onboarding, context);
  const hours = { ...onboarding.hours };
  modules.forEach(({ module, hours: total }, at) => {
    if (!context.rules.modules.some(({ id }) => id === module))
      throw inputRejected([
        {
          field: `modules[${at}].module`,
          code: 'not-allowed-value',
          value: module,
          allowed: context.rules.modules.map(({ id }) => id).join(', '),
        },
      ]);
    hours[module] = Math.max(hours[module] ?? 0, total);
  });
  if (Object.entries(hours).every(([id, total]) => onboarding.hours[id] === total)) return null;
  demandOpen(onboarding);
  return advanced({ ...onboarding, hours }, context);
}

/** What is known of somebody who is to be a mentor. */
export interface MentorFacts {
  personId: string;
  /** Positions for which a certificate counts today. */
  certified: readonly string[];
  /** Open onboardings that the person is mentor of. */
  trainees: number;
}

/**
 * Names the mentor: somebody with a certificate of the position, of one above it or of the technical director, who has
 * not yet as many trainees as the standard lets one have. HQ mentors where nobody is there.
 * @param mentor null = HQ itself
 * @throws StepNotYours, MentorNotEntitled, OnboardingOver
 */
export function nameMentor(
  onboarding: Onboarding,
  mentor: MentorFacts | null,
  context: StepContext,
): OnboardingChange {
  const { rules, actor, now } = context;
  demandOwner('mentoring', onboarding, context);
  const name = mentor?.personId ?? 'hq';
  if (onboarding.mentor === name) return null;
  demandOpen(onboarding);
  const no = (reason: string) => refused('MentorNotEntitled', 'not a mentor', { details: { reason } });
  if (!mentor) {
    if (!isHq(actor)) throw no('hq-decides');
  } else {
    if (mentor.personId === onboarding.personId) throw no('own-mentor');
    const entitled = [onboarding.position, ...rules.line, 'TD'];
    if (!mentor.certified.some((position) => entitled.includes(position))) throw no('no-certificate');
    if (mentor.trainees >= rules.traineesAtMost) throw no('too-many-trainees');
  }
  const record: StepRecord = { by: actor.personId ?? actor.subject, at: instant(now) };
  return advanced(
    { ...onboarding, mentor: name, steps: { ...onboarding.steps, mentoring: record } },
    context,
  );
}

/** Asks for another mentor, because the one that was named has left the station; null where that is no matter any more. */
export function loseMentor(onboarding: Onboarding, personId: string): OnboardingChange {
  if (onboarding.status !== 'open' || onboarding.mentor !== personId) return null;
  const { mentor: _mentor, steps, ...rest } = onboarding;
  const { mentoring: _mentoring, ...kept } = steps;
  return { next: { ...rest, steps: kept, revision: onboarding.revision + 1 }, moves: [] };
}

/** Ends an onboarding whose person has left the position. */
export function endOnboarding(onboarding: Onboarding, now: number): OnboardingChange {
  if (onboarding.status === 'ended' || onboarding.status === 'released') return null;
  const next = { ...onboarding, status: 'ended' as const, endedAt: instant(now) };
  return { next: { ...next, revision: onboarding.revision + 1 }, moves: ['end'] };
}

function advanced(next: Onboarding, { rules, calendar, now }: StepContext): OnboardingChange {
  const revision = next.revision + 1;
  if (!isPrepared(rules, next, calendar)) return { next: { ...next, revision }, moves: [] };
  if (next.certificate !== undefined)
    return {
      next: { ...next, revision, status: 'released', releasedAt: instant(now) },
      moves: ['release'],
    };
  return { next: { ...next, revision, status: 'certifying' }, moves: ['certify'] };
}

function demandOpen(onboarding: Onboarding): void {
  if (onboarding.status !== 'open')
    throw refused('OnboardingOver', 'nothing is open any more', { details: { status: onboarding.status } });
}

function demandOwner(step: OnboardingStep, onboarding: Onboarding, { rules, actor }: StepContext): void {
  const owners = rules.steps.find(({ id }) => id === step)?.owners ?? [];
  if (!isOwner(owners, rules, onboarding, actor))
    throw refused('StepNotYours', 'another person records this');
}

/** Whether a subject is one of the owners of a step. */
export function isOwner(
  owners: readonly string[],
  rules: PathRules,
  onboarding: Pick<Onboarding, 'personId' | 'stationId'>,
  actor: Subject,
): boolean {
  if (isHq(actor)) return true;
  if (actor.personId === onboarding.personId || actor.stationId !== onboarding.stationId) return false;
  if (actor.role === 'station-master') return true;
  const positions = actor.positions ?? [];
  return owners.some((owner) =>
    owner === 'line-manager'
      ? rules.line.some((code) => positions.includes(code))
      : positions.includes(owner),
  );
}
