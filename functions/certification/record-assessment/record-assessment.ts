import { localDate } from '../../../packages/domain/calendar.ts';
import { assess, objectionToAssessor, type Points } from '../../../packages/domain/certification/assess.ts';
import { counts } from '../../../packages/domain/certification/certificate.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

interface Ports extends StepPorts {
  persons: PersonStore;
}

export const recordAssessment =
  (ports: Ports) =>
  (
    { certificationId, points }: { certificationId: string; points: Points },
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(
      ports,
      certificationId,
      caller,
      async (certification, context) => {
        const objection = objectionToAssessor(certification, context.rules, context.actor);
        const levels =
          objection === 'not-entitled' ? await levelsOf(ports, certification.position, caller) : [];
        return assess(certification, points, context, levels);
      },
      { colleagues: true },
    );

/** The levels at which the caller is certified for a position today. */
async function levelsOf({ persons, clock }: Ports, position: string, caller: Caller): Promise<string[]> {
  const { personId } = caller.subject;
  if (personId === undefined) return [];
  const { certificates } = await persons.personFile(personId);
  const today = localDate(clock.now());
  return certificates
    .filter((one) => one.position === position && one.authorisation === undefined && counts(one, today))
    .map(({ level }) => level);
}
