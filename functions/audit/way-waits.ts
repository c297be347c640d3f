import type { Certification } from '../../packages/domain/certification/certification.ts';
import { isDecided } from '../../packages/domain/certification/certification-dues.ts';
import { personOfCertification, personOfOnboarding } from '../../packages/domain/ids.ts';
import type { Onboarding } from '../../packages/domain/onboarding/onboarding.ts';
import { looks } from '../../packages/domain/read-cheaply.ts';
import type { Workflows } from '../../packages/lambda/workflows.ts';
import type { WaitItem } from '../../packages/table/items.ts';
import type { PersonStore } from '../../packages/table/stores/person-store.ts';

/** What waits on people's ways into a position and to a certificate. */
export interface WayWaits {
  onboardingMoved(onboarding: Onboarding): Promise<void>;
  certificationMoved(certification: Certification): Promise<void>;
  waitBegan(wait: WaitItem): Promise<void>;
}

/** What follows the steps of an onboarding; null while they are being done. */
const afterSteps = ({ status }: Onboarding): { next: string } | null =>
  status === 'open' ? null : { next: status === 'certifying' ? 'certify' : 'over' };

/** What follows the way to its certificate; null while it is being gone. */
const afterExams = (certification: Certification): { next: string } | null =>
  isDecided(certification) ? { next: certification.status === 'approved' ? 'issue' : 'over' } : null;

export function wayWaits({ persons, workflows }: { persons: PersonStore; workflows: Workflows }): WayWaits {
  /** Ends the wait of a way that has been got past, if it is one of these. */
  async function endWait(
    { personId, of }: { personId: string; of: string },
    ends: (wait: WaitItem) => boolean,
    next: { next: string },
  ): Promise<void> {
    for (const certain of looks) {
      const wait = await persons.wayWait(personId, of, certain);
      if (wait && ends(wait) && (await workflows.resume(wait.token, next))) return;
    }
  }

  return {
    async onboardingMoved(onboarding) {
      const next = afterSteps(onboarding);
      // Without a certificate that was brought along it is the workflow itself that has written the release.
      if (!next || (onboarding.status === 'released' && onboarding.certificate === undefined)) return;
      const { personId, onboardingId: of, status } = onboarding;
      // After the steps it is the certificate that is waited for; only an end ends that wait here.
      await endWait({ personId, of }, (wait) => wait.for === 'steps' || status !== 'certifying', next);
    },

    async certificationMoved(certification) {
      const { personId, certificationId, onboardingId, status } = certification;
      const next = afterExams(certification);
      if (!next) return;
      if (status !== 'certified') await endWait({ personId, of: certificationId }, () => true, next);
      else if (onboardingId !== undefined)
        await endWait({ personId, of: onboardingId }, (wait) => wait.for === 'certificate', {
          next: 'release',
        });
    },

    async waitBegan(wait) {
      const person = personOfCertification(wait.of) ?? personOfOnboarding(wait.of);
      if (!person) return;
      if (wait.for === 'exams') {
        const certification = await persons.certification(wait.of, true);
        const next = certification && afterExams(certification);
        if (next) await workflows.resume(wait.token, next);
        return;
      }
      if (wait.for === 'steps') {
        const onboarding = await persons.onboarding(wait.of, true);
        const next = onboarding && afterSteps(onboarding);
        if (next) await workflows.resume(wait.token, next);
        return;
      }
      const { onboardings, certifications } = await persons.personFile(person, true);
      const onboarding = onboardings.find(({ onboardingId }) => onboardingId === wait.of);
      if (!onboarding) return;
      if (onboarding.status !== 'certifying') {
        const next = afterSteps(onboarding);
        if (next) await workflows.resume(wait.token, next);
        return;
      }
      const certified = certifications.some(
        ({ onboardingId, status }) => onboardingId === wait.of && status === 'certified',
      );
      if (certified) await workflows.resume(wait.token, { next: 'release' });
    },
  };
}
