import { type OwnSteps, recordSteps } from '../../../packages/domain/audit/correction-steps.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

/** The owner hands in a step or several; the plan then waits for its approval, the evidence for its verification. */
export const recordCorrection =
  (ports: StepPorts) =>
  (input: { nonconformityId: string } & OwnSteps, caller: Caller): Promise<Answer> =>
    takeStep(ports, input.nonconformityId, caller, (nonconformity, step) => {
      const { nonconformityId: _id, ...given } = input;
      if (Object.values(given).every((text) => text === undefined))
        throw inputRejected([{ field: 'body', code: 'missing' }]);
      return recordSteps(nonconformity, given, step);
    });
