import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { stationFacts } from '../station-facts.ts';

const notFound = () => missing('StationNotFound', 'no such station');

export const getStation =
  (ports: { network: NetworkStore }) =>
  async (input: { stationId: string }, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    return { status: 200, body: stationFacts(station) };
  };
