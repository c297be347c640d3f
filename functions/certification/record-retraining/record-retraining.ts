import { isHq } from '../../../packages/domain/audit/independence.ts';
import { actsAs } from '../../../packages/domain/certification/assess.ts';
import { retrain } from '../../../packages/domain/certification/take-exam.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

/** The technical director trains people anew (6.3), or HQ; nobody says so of themselves. */
export const recordRetraining =
  (ports: StepPorts) =>
  (
    { certificationId, evidence }: { certificationId: string; evidence: string },
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(ports, certificationId, caller, (certification, context) => {
      const { actor, rules } = context;
      const own = actor.personId !== undefined && actor.personId === certification.personId;
      if (own || !(isHq(actor) || actsAs('TD', rules, certification.stationId, actor)))
        throw refused('StepNotYours', 'the technical director records this');
      return retrain(certification, evidence, context);
    });
