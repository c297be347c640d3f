import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';
import { listedTrail } from '../listed-trail.ts';

interface Input {
  stationId: string;
  object?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const notFound = () => missing('StationNotFound', 'no such station');

export const listStationTrail =
  (ports: { network: NetworkStore; trail: TrailStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    return { status: 200, body: await listedTrail(ports.trail, station.stationId, input) };
  };
