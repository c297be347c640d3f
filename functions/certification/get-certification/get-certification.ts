import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { certificationFacts } from '../certification-facts.ts';
import { certificationFor, type StepPorts } from '../take-step.ts';

export const getCertification =
  (ports: StepPorts) =>
  async ({ certificationId }: { certificationId: string }, caller: Caller): Promise<Answer> => {
    const { certification, rules } = await certificationFor(ports, certificationId, caller);
    return { status: 200, body: certificationFacts(rules, certification, ports.clock.now()) };
  };
