import { instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';
import { demandPast, demandPerson } from '../person-of-station.ts';

/** More often nobody leaves and comes back in a day. */
const timesADay = 9;

export const endEmployment =
  (ports: PersonnelPorts) =>
  async (
    { stationId, personId, on }: { stationId: string; personId: string; on: string },
    caller: Caller,
  ): Promise<Answer> => {
    const now = ports.clock.now();
    const station = await demandPerson(ports, stationId, personId, caller);
    demandPast('on', on, now);
    const by = caller.subject.personId ?? caller.subject.subject;
    // Who came back on the day on which they had left may leave again: then it is another leave.
    for (let time = 1; time <= timesADay; time++) {
      const id = `leave:${stationId}:${on}${time === 1 ? '' : `:${time}`}`;
      const { holds } = await applyPersonnel(
        ports,
        personId,
        { kind: 'left', id, at: instant(now), on, stationId },
        { by, strict: true, station },
      );
      if (holds.every((held) => held.stationId !== stationId))
        return { status: 200, body: { personId, holds } };
    }
    throw refused('PersonChanged', 'it was left and taken again too often in a day');
  };
