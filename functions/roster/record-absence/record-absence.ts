import { checkAbsence } from '../../../packages/domain/access/check-absence.ts';
import { roleOfHolder } from '../../../packages/domain/access/role-of-holder.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { awayBefore } from '../../../packages/domain/roster/away.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Input {
  stationId: string;
  personId: string;
  deputyId: string;
  from: string;
  to: string;
}

const notFound = () => missing('StationNotFound', 'no such station');

/**
 * The station master and the general administrator record anybody's absence. The deputy has the absent person's role
 * and positions from the first day to the last, beside the own ones.
 */
export const recordAbsence =
  (ports: { network: NetworkStore; clock: Clock }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { stationId, personId, deputyId, from, to } = input;
    const station = await ports.network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const now = ports.clock.now();
    const [roster, deputy, absences] = await Promise.all([
      ports.network.roster(stationId),
      ports.network.person(stationId, deputyId),
      ports.network.absencesOfStation(stationId),
    ]);
    const positionsOf = (person: string) =>
      (roster?.assignments ?? []).filter((one) => one.personId === person).map(({ position }) => position);
    const problems = checkAbsence({ personId, deputyId, from, to }, positionsOf, absences, now);
    if (problems.length > 0) throw inputRejected(problems);
    if (!deputy?.login) throw inputRejected([{ field: 'deputyId', code: 'no-login', value: deputyId }]);
    const before = absences.find((absence) => absence.personId === personId);
    const former = before ? await ports.network.person(stationId, before.deputyId) : null;
    const positions = positionsOf(personId);
    const earlier = before ? awayBefore(before, { from, to }, localDate(now)) : [];
    const saved = await ports.network.saveAbsence(
      {
        stationId,
        personId,
        deputyId,
        from,
        to,
        ...(earlier.length > 0 ? { earlier } : {}),
        changedBy: caller.subject.personId ?? caller.subject.subject,
        changedAt: instant(now),
      },
      deputy.login,
      { role: roleOfHolder(positions), positions, from, to },
      former?.login ?? null,
    );
    if (!saved) throw refused('DeputyGone', 'the deputy has no access any more');
    return { status: 200, body: { personId, deputyId, from, to } };
  };
