import { decide } from '../../../packages/domain/certification/assess.ts';
import { leansOnCertificates } from '../../../packages/domain/certification/held-prerequisites.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

interface Ports extends StepPorts {
  network: NetworkStore;
}

export const decideCertification =
  (ports: Ports) =>
  (
    input: { certificationId: string; decision: 'approve' | 'turn-down'; reason?: string | undefined },
    caller: Caller,
  ): Promise<Answer> =>
    takeStep(ports, input.certificationId, caller, async (certification, context) => {
      const { decision, reason } = input;
      if (decision === 'turn-down' && reason === undefined)
        throw inputRejected([{ field: 'reason', code: 'missing' }]);
      const roster = await ports.network.roster(certification.stationId, true);
      const held = new Map<string, Set<string>>();
      for (const { personId, position } of roster?.assignments ?? [])
        held.set(personId, (held.get(personId) ?? new Set()).add(position));
      // Who assesses is the line manager of who is assessed (section 6, self rule).
      const combined = [...held.values()].some((positions) =>
        context.rules.countersigned.some((codes) => codes.every((code) => positions.has(code))),
      );
      const leans = decision === 'approve' && leansOnCertificates(context.rules, certification);
      const { certificates } = leans
        ? await ports.persons.personFile(certification.personId)
        : { certificates: [] };
      return decide(
        certification,
        decision === 'approve' ? { decision } : { decision, reason: reason ?? '' },
        { combined, certificates },
        context,
      );
    });
