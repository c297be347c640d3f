import type { PersonToGive } from '../../../packages/domain/audit/correction-desks.ts';
import { giveCorrection as give } from '../../../packages/domain/audit/correction-steps.ts';
import type { CorrectionPart } from '../../../packages/domain/audit/nonconformity.ts';
import { inputRejected } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { type StepPorts, takeStep } from '../take-step.ts';

interface Input {
  nonconformityId: string;
  part: CorrectionPart;
  personId: string | null;
}

/** A part is given to people of the station only; HQ's own steps are nobody's to give. */
export const giveCorrection =
  (ports: StepPorts & { network: NetworkStore }) =>
  ({ nonconformityId, part, personId }: Input, caller: Caller): Promise<Answer> =>
    takeStep(ports, nonconformityId, caller, async (nonconformity, step) =>
      give(
        nonconformity,
        {
          part,
          person: personId === null ? null : await personOf(ports.network, nonconformity.stationId, personId),
        },
        step,
      ),
    );

async function personOf(network: NetworkStore, stationId: string, personId: string): Promise<PersonToGive> {
  const roster = await network.roster(stationId);
  const positions = (roster?.assignments ?? [])
    .filter((assignment) => assignment.personId === personId)
    .map(({ position }) => position);
  if (positions.length === 0)
    throw inputRejected([{ field: 'personId', code: 'unknown-person', value: personId }]);
  return { personId, positions };
}
