import { isHq } from '../../../packages/domain/audit/independence.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { counts } from '../../../packages/domain/certification/certificate.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Onboarding } from '../../../packages/domain/onboarding/onboarding.ts';
import { type MentorFacts, nameMentor as name } from '../../../packages/domain/onboarding/record-steps.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

interface Ports extends StepPorts {
  persons: PersonStore;
  network: NetworkStore;
}

/** A mentor is a colleague of the station; HQ may name somebody of another one. */
export const nameMentor =
  (ports: Ports) =>
  ({ onboardingId, mentor }: { onboardingId: string; mentor: string }, caller: Caller): Promise<Answer> =>
    takeStep(ports, onboardingId, caller, async (onboarding, context) => {
      if (mentor === 'hq') return name(onboarding, null, context);
      return name(onboarding, await factsOf(ports, onboarding, mentor, caller), context);
    });

async function factsOf(
  { persons, network, clock }: Ports,
  { stationId, regionId, onboardingId }: Onboarding,
  personId: string,
  caller: Caller,
): Promise<MentorFacts> {
  const [roster, file, open] = await Promise.all([
    network.roster(stationId, true),
    persons.personFile(personId),
    persons.ways(regionId, stationId, 200),
  ]);
  const here = roster?.assignments.some((assignment) => assignment.personId === personId);
  if (!here && !isHq(caller.subject))
    throw inputRejected([{ field: 'mentor', code: 'unknown-person', value: personId }]);
  const today = localDate(clock.now());
  return {
    personId,
    certified: file.certificates
      .filter((certificate) => certificate.authorisation === undefined && counts(certificate, today))
      .map(({ position }) => position),
    trainees: open.items.filter(
      (way) => way.type === 'onboarding' && way.mentor === personId && way.onboardingId !== onboardingId,
    ).length,
  };
}
