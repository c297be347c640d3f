import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { onboardingFacts } from '../onboarding-facts.ts';
import { onboardingFor, type StepPorts } from '../take-step.ts';

interface Ports extends Pick<StepPorts, 'persons' | 'editions'> {
  calendar: WorkingDays;
}

export const getOnboarding =
  (ports: Ports) =>
  async ({ onboardingId }: { onboardingId: string }, caller: Caller): Promise<Answer> => {
    const { onboarding, rules } = await onboardingFor(ports, onboardingId, caller);
    return { status: 200, body: onboardingFacts(rules, onboarding, ports.calendar) };
  };
