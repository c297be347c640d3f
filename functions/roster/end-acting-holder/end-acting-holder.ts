import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import { endActing } from '../../../packages/domain/staffing/acting.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { actingFacts } from '../acting-facts.ts';

const notFound = () => missing('StationNotFound', 'no such station');

/** The right to do the position's work ends with it, at once. */
export const endActingHolder =
  ({ network, clock }: { network: NetworkStore; clock: Clock }) =>
  async (
    { stationId, personId, position }: { stationId: string; personId: string; position: string },
    caller: Caller,
  ): Promise<Answer> => {
    const station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const now = clock.now();
    const roster = await network.roster(stationId, true);
    const end = roster && endActing(roster, personId, position, localDate(now));
    if (!end) throw missing('NotActing', 'the person does not act in this position');
    if (!end.changed) return { status: 200, body: actingFacts(end.ended) };
    const person = await network.person(stationId, personId);
    const changed = { changedBy: caller.subject.personId ?? caller.subject.subject, changedAt: instant(now) };
    if (!(await network.saveActing(roster, end.roster, end.ended, person?.login ?? null, changed)))
      throw refused('PersonChanged', 'somebody else has changed the roster meanwhile');
    return { status: 200, body: actingFacts(end.ended) };
  };
