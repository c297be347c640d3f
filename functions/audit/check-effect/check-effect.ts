import { checkEffect as check, type EffectCheck } from '../../../packages/domain/audit/correction-steps.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

/** A correction without lasting effect begins anew, with a reason for those who correct it. */
export const checkEffect =
  (ports: StepPorts) =>
  (input: { nonconformityId: string } & EffectCheck, caller: Caller): Promise<Answer> =>
    takeStep(ports, input.nonconformityId, caller, (nonconformity, step) => {
      if (input.result === 'not-effective' && !input.reason)
        throw inputRejected([{ field: 'reason', code: 'missing' }]);
      return check(nonconformity, input, step);
    });
