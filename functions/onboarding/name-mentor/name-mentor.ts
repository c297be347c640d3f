import { isHq } from '../../../packages/domain/audit/independence.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { counts } from '../../../packages/domain/certification/certificate.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
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

/** Two who name one mentor at the same moment are rare, three rarer. */
const attempts = 3;
/** Longer than a call takes that has named somebody and not yet written so. */
const namedRecently = 60_000;

/**
 * A mentor is a colleague of the station; HQ may name somebody of another one. Who is to be named is written first,
 * under the condition that nobody else named the person meanwhile: so no mentor gets more trainees than one may have.
 */
export const nameMentor =
  (ports: Ports) =>
  ({ onboardingId, mentor }: { onboardingId: string; mentor: string }, caller: Caller): Promise<Answer> =>
    takeStep(ports, onboardingId, caller, async (onboarding, context) => {
      if (mentor === 'hq') return name(onboarding, null, context);
      const certified = await certifiedOf(ports, onboarding, mentor, caller);
      for (let attempt = 0; attempt < attempts; attempt++) {
        const before = await ports.persons.mentoring(mentor);
        const trainees = await stillTrainees(ports, mentor, before?.trainees ?? {}, onboardingId);
        const facts = { personId: mentor, certified, trainees: Object.keys(trainees).length };
        const change = name(onboarding, facts, context);
        if (!change) return null;
        const named = { ...trainees, [onboardingId]: instant(context.now) };
        if (await ports.persons.nameMentor(mentor, named, before)) return change;
      }
      throw refused('PersonChanged', 'the mentor is being named by many');
    });

/** Positions for which the person's certificate counts. */
async function certifiedOf(
  { persons, network, clock }: Ports,
  { stationId }: Onboarding,
  personId: string,
  caller: Caller,
): Promise<MentorFacts['certified']> {
  const [roster, file] = await Promise.all([network.roster(stationId, true), persons.personFile(personId)]);
  const here = roster?.assignments.some((assignment) => assignment.personId === personId);
  if (!here && !isHq(caller.subject))
    throw inputRejected([{ field: 'mentor', code: 'unknown-person', value: personId }]);
  const today = localDate(clock.now());
  return file.certificates
    .filter((certificate) => certificate.authorisation === undefined && counts(certificate, today))
    .map(({ position }) => position);
}

/** Of the onboardings that somebody was named mentor of, those that are still theirs, or were named a moment ago. */
async function stillTrainees(
  { persons, clock }: Ports,
  mentor: string,
  named: Record<string, string>,
  except: string,
): Promise<Record<string, string>> {
  const found = await Promise.all(
    Object.entries(named)
      .filter(([onboardingId]) => onboardingId !== except)
      .map(async (entry): Promise<[string, string][]> => {
        const [onboardingId, at] = entry;
        const onboarding = await persons.onboarding(onboardingId, true);
        const isOpen = onboarding?.status === 'open' || onboarding?.status === 'certifying';
        const isTheirs = onboarding?.mentor === mentor || clock.now() - Date.parse(at) < namedRecently;
        return isOpen && isTheirs ? [entry] : [];
      }),
  );
  return Object.fromEntries(found.flat());
}
