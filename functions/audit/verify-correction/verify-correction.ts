import {
  type Verification,
  verifyCorrection as verify,
} from '../../../packages/domain/audit/correction-steps.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

/** Accepting closes the nonconformity, except where HQ samples it; any other answer says why. */
export const verifyCorrection =
  (ports: StepPorts) =>
  (input: { nonconformityId: string } & Verification, caller: Caller): Promise<Answer> =>
    takeStep(ports, input.nonconformityId, caller, (nonconformity, step) => {
      if (input.decision !== 'accept' && !input.reason)
        throw inputRejected([{ field: 'reason', code: 'missing' }]);
      return verify(nonconformity, input, step);
    });
