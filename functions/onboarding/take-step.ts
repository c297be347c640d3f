import type { WorkingDays } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import { concerns } from '../../packages/domain/onboarding/concerns.ts';
import type { Onboarding } from '../../packages/domain/onboarding/onboarding.ts';
import type { OnboardingChange, StepContext } from '../../packages/domain/onboarding/record-steps.ts';
import { readCheaply } from '../../packages/domain/read-cheaply.ts';
import type { Answer, Caller } from '../../packages/lambda/http.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';
import { onboardingFacts } from './onboarding-facts.ts';

/** What every command on an onboarding needs. */
export interface StepPorts {
  persons: PersonStore;
  editions: EditionStore;
  calendar: WorkingDays;
  clock: Clock;
}

const notFound = () => missing('OnboardingNotFound', 'no such onboarding');
/** Two people at one onboarding at the same moment are rare, three rarer. */
const attempts = 3;

/** An onboarding with the rules of its position, if the caller may see it. */
export async function onboardingFor(
  { persons, editions }: Pick<StepPorts, 'persons' | 'editions'>,
  onboardingId: string,
  caller: Caller,
  consistent = false,
): Promise<{ onboarding: Onboarding; rules: PathRules }> {
  const onboarding = await persons.onboarding(onboardingId, consistent);
  if (!onboarding) throw notFound();
  const { stationId, regionId, edition, position } = onboarding;
  caller.allow({ stationId, regionId }, notFound);
  const rules = await editions.pathRules(edition, position);
  if (!rules) throw missing('EditionNotFound', 'no such edition');
  if (!concerns(caller.subject, rules, onboarding.personId)) throw notFound();
  return { onboarding, rules };
}

/**
 * Reads, lets the rules decide, and writes under the condition that nobody was faster; then it decides anew. The very
 * same command again is answered like the first time and writes nothing.
 */
export const takeStep = (
  ports: StepPorts,
  onboardingId: string,
  caller: Caller,
  decide: Decide,
): Promise<Answer> => readCheaply((certain) => stepBy(ports, onboardingId, caller, decide, certain));

type Decide = (onboarding: Onboarding, context: StepContext) => OnboardingChange | Promise<OnboardingChange>;

async function stepBy(
  ports: StepPorts,
  onboardingId: string,
  caller: Caller,
  decide: Decide,
  certain: boolean,
): Promise<Answer> {
  for (let attempt = 0; attempt < attempts; attempt++) {
    const { onboarding, rules } = await onboardingFor(ports, onboardingId, caller, certain || attempt > 0);
    const { calendar } = ports;
    const now = ports.clock.now();
    const change = await decide(onboarding, { rules, calendar, actor: caller.subject, now });
    const answer = (facts: Onboarding): Answer => ({
      status: 200,
      body: onboardingFacts(rules, facts, calendar),
    });
    if (!change) return answer(onboarding);
    const changed = { changedBy: caller.subject.personId ?? caller.subject.subject, changedAt: instant(now) };
    if (await ports.persons.advanceOnboarding(change.next, change.moves, changed)) return answer(change.next);
  }
  throw refused('PersonChanged', 'it kept changing while the command was carried out');
}
