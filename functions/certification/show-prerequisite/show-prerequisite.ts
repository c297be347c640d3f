import {
  type ShownInput,
  showPrerequisite as show,
} from '../../../packages/domain/certification/prerequisites.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

export const showPrerequisite =
  (ports: StepPorts) =>
  (
    { certificationId, ...shown }: { certificationId: string } & ShownInput,
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(ports, certificationId, caller, (certification, context) => show(certification, shown, context));
