import { recordModules as record } from '../../../packages/domain/onboarding/record-steps.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

export const recordModules =
  (ports: StepPorts) =>
  (
    { onboardingId, modules }: { onboardingId: string; modules: { module: string; hours: number }[] },
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(ports, onboardingId, caller, (onboarding, context) => record(onboarding, modules, context));
