import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

const notFound = () => missing('StationNotFound', 'no such station');

export const listAbsences =
  (ports: { network: NetworkStore }) =>
  async (input: { stationId: string }, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    const absences = await ports.network.absencesOfStation(station.stationId);
    return {
      status: 200,
      body: { items: absences.map(({ personId, deputyId, from, to }) => ({ personId, deputyId, from, to })) },
    };
  };
