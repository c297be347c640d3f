import type { WorkingDays } from '../../packages/domain/calendar.ts';
import type { Onboarding } from '../../packages/domain/onboarding/onboarding.ts';
import { examDue, openParts } from '../../packages/domain/onboarding/onboarding-dues.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';

/** An onboarding as it is answered: with what is open, and by when. */
export function onboardingFacts(rules: PathRules, onboarding: Onboarding, calendar: WorkingDays): object {
  const { onboardingId, personId, stationId, position, edition, status, since, steps, mentor, hours } =
    onboarding;
  const { credited, certificationId, releasedAt, endedAt } = onboarding;
  const over = status === 'released' || status === 'ended';
  return {
    onboardingId,
    personId,
    stationId,
    position,
    edition,
    status,
    since,
    steps,
    ...(mentor === undefined ? {} : { mentor }),
    hours,
    credited,
    ...(certificationId === undefined ? {} : { certificationId }),
    ...(releasedAt === undefined ? {} : { releasedAt }),
    ...(endedAt === undefined ? {} : { endedAt }),
    open: over
      ? []
      : openParts(rules, onboarding, calendar).map((part) => {
          const module = part.kind === 'module' && rules.modules.find(({ id }) => id === part.id);
          return { ...part, ...(module ? { hours: module.hours, recorded: hours[part.id] ?? 0 } : {}) };
        }),
    releaseDue: examDue(rules, 'release', since, calendar),
    dutySheet: rules.dutySheet,
  };
}
