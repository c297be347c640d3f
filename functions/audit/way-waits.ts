import type { Certification } from '../../packages/domain/certification/certification.ts';
import { isDecided } from '../../packages/domain/certification/certification-dues.ts';
import { personOfCertification, personOfOnboarding } from '../../packages/domain/ids.ts';
import type { Onboarding } from '../../packages/domain/onboarding/onboarding.ts';
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
  return {
    async onboardingMoved(onboarding) {
      const next = afterSteps(onboarding);
      // Without a certificate that was brought along it is the workflow itself that has written the release.
      if (!next || (onboarding.status === 'released' && onboarding.certificate === undefined)) return;
      const wait = await persons.wayWait(onboarding.personId, onboarding.onboardingId);
      // After the steps it is the certificate that is waited for; only an end ends that wait here.
      if (wait && (wait.for === 'steps' || onboarding.status !== 'certifying'))
        await workflows.resume(wait.token, next);
    },

    async certificationMoved(certification) {
      const { personId, certificationId, onboardingId, status } = certification;
      const next = afterExams(certification);
      if (!next) return;
      if (status !== 'certified') {
        const wait = await persons.wayWait(personId, certificationId);
        if (wait) await workflows.resume(wait.token, next);
        return;
      }
      if (onboardingId === undefined) return;
      const onboarding = await persons.wayWait(personId, onboardingId);
      if (onboarding?.for === 'certificate') await workflows.resume(onboarding.token, { next: 'release' });
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
