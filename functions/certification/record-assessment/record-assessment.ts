import { assess, type Points } from '../../../packages/domain/certification/assess.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

export const recordAssessment =
  (ports: StepPorts) =>
  (
    { certificationId, points }: { certificationId: string; points: Points },
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(ports, certificationId, caller, (certification, context) =>
      assess(certification, points, context),
    );
