import { recordStep as record, type StepInput } from '../../../packages/domain/onboarding/record-steps.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

export const recordStep =
  (ports: StepPorts) =>
  ({ onboardingId, ...step }: { onboardingId: string } & StepInput, caller: Caller): Promise<Answer> =>
    takeStep(ports, onboardingId, caller, (onboarding, context) => record(onboarding, step, context));
