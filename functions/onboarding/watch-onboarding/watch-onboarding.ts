import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { LadderLook } from '../../../packages/domain/ladder.ts';
import { watchOnboarding as look } from '../../../packages/domain/onboarding/onboarding-dues.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  calendar: WorkingDays;
  clock: Clock;
}

interface Watch {
  onboardingId: string;
  personId: string;
  for: 'steps' | 'certificate';
  since: string;
}

/** Answers what the workflow goes on with: what it carried, what is next, and that it looked just now. */
export const watchOnboarding =
  (ports: Ports) =>
  async (watch: Watch): Promise<Watch & LadderLook & { stationId: string }> => {
    const onboarding = await ports.persons.onboarding(watch.onboardingId, true);
    if (!onboarding) throw missing('OnboardingNotFound', 'no such onboarding');
    const { stationId, edition, position } = onboarding;
    const rules = await ports.editions.pathRules(edition, position);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const outcome = look(rules, onboarding, ports.calendar, Date.parse(watch.since), now);
    return { ...watch, stationId, ...outcome, since: instant(now) };
  };
