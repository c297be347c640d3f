import { isHq } from '../../../packages/domain/audit/independence.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { demandPath } from '../../../packages/domain/demand-path.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { SubjectStore } from '../../../packages/table/stores/subject-store.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';
import { demandPast } from '../person-of-station.ts';

interface Input {
  stationId: string;
  personId: string;
  position: string;
  since: string;
  name?: string | undefined;
  phone?: string | undefined;
  login?: string | undefined;
  exception?: string | undefined;
}

interface Ports extends PersonnelPorts {
  subjects: SubjectStore;
}

/** Is the post within the standard, and do the person's positions go together? Only HQ makes an exception, with a reason. */
export const hirePerson =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { stationId, personId, position, since, exception } = input;
    const station = await ports.network.station(stationId);
    const notFound = () => missing('StationNotFound', 'no such station');
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    if (exception !== undefined && !isHq(caller.subject))
      throw refused('NotPermitted', 'HQ makes exceptions', { status: 403 });
    const now = ports.clock.now();
    demandPast('since', since, now);
    const { edition } = await demandPath(ports.editions, 'position', position);
    const missingFields = (['name', 'phone'] as const).filter((field) => input[field] === undefined);
    if (missingFields.length === 1)
      throw inputRejected(missingFields.map((field) => ({ field, code: 'missing' })));
    const { name, phone, login } = input;
    if (login !== undefined) {
      const holder = await ports.subjects.subject(login, now);
      if (holder && holder.personId !== personId)
        throw inputRejected([{ field: 'login', code: 'login-taken', value: login }]);
    }
    const { holds } = await applyPersonnel(
      ports,
      personId,
      {
        kind: 'hired',
        id: `hire:${stationId}:${position}:${since}${exception === undefined ? '' : ':exception'}`,
        at: instant(now),
        on: since,
        stationId,
        position,
        ...(exception === undefined ? {} : { exception }),
      },
      {
        by: caller.subject.personId ?? caller.subject.subject,
        strict: true,
        station,
        edition,
        details:
          name !== undefined && phone !== undefined ? { name, phone, hiredOn: since, login } : undefined,
      },
    );
    // Told again after the person has left: it is the same hire, and it is over.
    if (!holds.some((hold) => hold.stationId === stationId && hold.position === position))
      throw refused('HireOver', 'a later first day makes another hire of it');
    return { status: 200, body: { personId, holds } };
  };
