import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { maskName, maskPhone } from '../../../packages/domain/mask.ts';
import { holdersOn } from '../../../packages/domain/staffing/acting.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

const notFound = () => missing('StationNotFound', 'no such station');

/** Names and phone numbers leave the table masked (clause 8.5 keeps them; nobody here needs them whole). */
export const listPeople =
  ({ network, clock }: { network: NetworkStore; clock: Clock }) =>
  async (input: { stationId: string }, caller: Caller): Promise<Answer> => {
    const station = await network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    const [people, roster] = await Promise.all([
      network.peopleOfStation(input.stationId),
      network.roster(input.stationId),
    ]);
    const holders = roster ? holdersOn(roster, localDate(clock.now())) : [];
    return {
      status: 200,
      body: {
        items: people.map((person) => ({
          personId: person.personId,
          // HR names nobody; the station records name and number.
          name: person.name === '' ? '' : maskName(person.name),
          phone: person.phone === '' ? '' : maskPhone(person.phone),
          hiredOn: person.hiredOn,
          assignments: holders
            .filter((holder) => holder.personId === person.personId)
            .map(({ personId: _personId, heldSince: _heldSince, ...assignment }) => assignment),
        })),
      },
    };
  };
