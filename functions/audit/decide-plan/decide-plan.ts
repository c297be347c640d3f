import { decidePlan as decide, type PlanDecision } from '../../../packages/domain/audit/correction-steps.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

/** Whoever turns a plan down says why. */
export const decidePlan =
  (ports: StepPorts) =>
  (input: { nonconformityId: string } & PlanDecision, caller: Caller): Promise<Answer> =>
    takeStep(ports, input.nonconformityId, caller, (nonconformity, step) => {
      if (input.decision === 'reject' && !input.reason)
        throw inputRejected([{ field: 'reason', code: 'missing' }]);
      return decide(nonconformity, input, step);
    });
