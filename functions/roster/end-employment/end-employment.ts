import { instant } from '../../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';
import { demandPast, demandPerson } from '../person-of-station.ts';

export const endEmployment =
  (ports: PersonnelPorts) =>
  async (
    { stationId, personId, on }: { stationId: string; personId: string; on: string },
    caller: Caller,
  ): Promise<Answer> => {
    const now = ports.clock.now();
    const station = await demandPerson(ports, stationId, personId, caller);
    demandPast('on', on, now);
    const { holds } = await applyPersonnel(
      ports,
      personId,
      { kind: 'left', id: `leave:${stationId}:${on}`, at: instant(now), on, stationId },
      { by: caller.subject.personId ?? caller.subject.subject, strict: true, station },
    );
    return { status: 200, body: { personId, holds } };
  };
