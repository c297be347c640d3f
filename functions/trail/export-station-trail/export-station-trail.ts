import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { TrailStore } from '../../../packages/table/stores/trail-store.ts';
import { exportedTrail } from '../exported-trail.ts';

interface Input {
  stationId: string;
  anchor?: string | undefined;
  after?: number | undefined;
}

const notFound = () => missing('StationNotFound', 'no such station');

export const exportStationTrail =
  (ports: { network: NetworkStore; trail: TrailStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(input.stationId);
    if (!station) throw notFound();
    caller.allow({ stationId: station.stationId, regionId: station.regionId }, notFound);
    return { status: 200, body: await exportedTrail(ports.trail, station.stationId, input) };
  };
