import { localDate, type WorkingDays } from '../../../packages/domain/calendar.ts';
import { practicalAgain } from '../../../packages/domain/certification/begin-way.ts';
import { type Certificate, counts } from '../../../packages/domain/certification/certificate.ts';
import { freeDay, openWay } from '../../../packages/domain/certification/open-way.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { personOfOnboarding } from '../../../packages/domain/ids.ts';
import { examDue, watchOnboarding } from '../../../packages/domain/onboarding/onboarding-dues.ts';
import { type WayInput, wayInput } from '../../../packages/domain/way-input.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { ExamStore } from '../../../packages/table/stores/exam-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { broughtAlong } from '../brought-along.ts';
import { enterEarlier } from '../enter-earlier.ts';
import { startWay } from '../start-way.ts';

interface Ports {
  persons: PersonStore;
  exams: ExamStore;
  editions: EditionStore;
  workflows: Workflows;
  calendar: WorkingDays;
  clock: Clock;
}

/** The first level is what a hire is certified for; higher ones are asked for later. */
export const openCertification =
  (ports: Ports) =>
  async ({ onboardingId }: { onboardingId: string }): Promise<{ onboardingId: string } & WayInput> => {
    const { persons, editions, calendar, clock } = ports;
    const person = personOfOnboarding(onboardingId);
    const file = person === null ? null : await persons.personFile(person, true);
    const onboarding = file?.onboardings.find((one) => one.onboardingId === onboardingId);
    if (!file || !onboarding) throw missing('OnboardingNotFound', 'no such onboarding');
    const { edition, position, since } = onboarding;
    const rules = await editions.pathRules(edition, position);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = clock.now();
    const due = (step: 'theory-exam' | 'practical' | 'release') => examDue(rules, step, since, calendar);
    const dues = { theory: due('theory-exam'), practical: due('practical'), release: due('release') };
    const level = rules.levels[0]?.id ?? 'qualified';
    // Of a certificate that still counts; one that has run out meanwhile spares nothing.
    const held = file.certificates.find(
      (one) => one.number === onboarding.practicalAgain && counts(one, localDate(now)),
    );
    const way = held
      ? practicalAgain(held, dues)
      : {
          ...{ kind: 'initial' as const, level, dues },
          ...lapsedOf(file.certificates, position),
          needs: { theory: true, practical: rules.rubric.length > 0 },
        };
    const known = file.certifications.find((one) => one.onboardingId === onboardingId);
    const certification =
      known ??
      openWay(
        rules,
        { ...onboarding, onboardingId },
        {
          ...way,
          on: freeDay(
            file.certifications,
            { personId: onboarding.personId, position, what: way.level },
            since,
          ),
        },
        await broughtAlong(ports, rules, onboarding.stationId, file, now),
        now,
      );
    await startWay(ports, rules, certification);
    await enterEarlier(ports, rules, certification, 'open-certification', now);
    const look = watchOnboarding(rules, { ...onboarding, status: 'certifying' }, calendar, now, now);
    const input = wayInput(onboarding, 'certificate', look, now);
    if (!input) throw new RangeError('the release has a due date');
    return { onboardingId, ...input };
  };

/**
 * The certificate of somebody who holds one that does not count: the new one takes its place, so that a suspension stands
 * until HQ ends it. What was revoked is over.
 */
function lapsedOf(certificates: readonly Certificate[], position: string): { renews?: string } {
  const [newest] = certificates
    .filter(
      (one) =>
        one.position === position &&
        one.authorisation === undefined &&
        !one.revoked &&
        one.replacedBy === undefined,
    )
    .sort((a, b) => (a.validUntil > b.validUntil ? -1 : 1));
  return newest ? { renews: newest.number } : {};
}
