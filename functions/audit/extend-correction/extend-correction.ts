import {
  type Extension,
  extendCorrection as extend,
} from '../../../packages/domain/audit/correction-steps.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

export const extendCorrection =
  (ports: StepPorts) =>
  (input: { nonconformityId: string } & Extension, caller: Caller): Promise<Answer> =>
    takeStep(ports, input.nonconformityId, caller, (nonconformity, step) =>
      extend(nonconformity, input, step),
    );
