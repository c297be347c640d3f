import { isHq } from '../../../packages/domain/audit/independence.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { demandPath } from '../../../packages/domain/demand-path.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';
import { demandPast, demandPerson } from '../person-of-station.ts';

interface Input {
  stationId: string;
  personId: string;
  from: string;
  toPosition: string;
  toStationId?: string | undefined;
  on: string;
  exception?: string | undefined;
}

/** Inside a station its head moves people; from station to station HQ does (section 6, transfer). */
export const transferPerson =
  (ports: PersonnelPorts) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { stationId, personId, from, toPosition, toStationId = stationId, on, exception } = input;
    const now = ports.clock.now();
    const station = await demandPerson(ports, stationId, personId, caller);
    demandPast('on', on, now);
    const byHq = isHq(caller.subject);
    if ((toStationId !== stationId || exception !== undefined) && !byHq)
      throw refused('NotPermitted', 'HQ moves people between stations and makes exceptions', { status: 403 });
    const { edition } = await demandPath(ports.editions, 'toPosition', toPosition);
    if (toStationId !== stationId && !(await ports.network.station(toStationId)))
      throw inputRejected([{ field: 'toStationId', code: 'unknown-station', value: toStationId }]);
    const id = `transfer:${stationId}:${from}:${toStationId}:${toPosition}:${on}`;
    const { holds } = await applyPersonnel(
      ports,
      personId,
      {
        kind: 'transferred',
        id: exception === undefined ? id : `${id}:exception`,
        at: instant(now),
        on,
        from: { stationId, position: from },
        stationId: toStationId,
        position: toPosition,
        ...(exception === undefined ? {} : { exception }),
      },
      { by: caller.subject.personId ?? caller.subject.subject, strict: true, station, edition },
    );
    // Told again after the person has gone on: it is the same transfer, and it is over.
    if (!holds.some((held) => held.stationId === toStationId && held.position === toPosition))
      throw refused('HireOver', 'a later day makes another transfer of it');
    return { status: 200, body: { personId, holds } };
  };
