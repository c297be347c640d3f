import type { Clock } from '../../../packages/domain/clock.ts';
import { mayFind } from '../../../packages/domain/compliance/may-find.ts';
import type { StationStatus } from '../../../packages/domain/compliance/station-status.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { shownBreach } from '../breach-shape.ts';
import { pastDay } from '../past-day.ts';

interface Ports {
  compliance: ComplianceStore;
  network: NetworkStore;
  clock: Clock;
}

/** A day is known by its last scan: what was scanned in the morning and mended at noon still stands open. */
export const getStationCompliance =
  ({ compliance, network, clock }: Ports) =>
  async (
    { stationId, on }: { stationId: string; on?: string | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    const notFound = () => missing('StationNotFound', 'no such station');
    const station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const date = pastDay(on, clock);
    const snapshot = await compliance.snapshotAsOf(stationId, date);
    if (!snapshot) throw missing('NotScanned', 'no scan has looked at it up to that day');
    const { band, seats, coverage, open } = JSON.parse(snapshot.status) as StationStatus;
    return {
      status: 200,
      body: {
        stationId,
        regionId: snapshot.regionId,
        on: date,
        since: snapshot.date,
        band,
        seats,
        coverage,
        open: open.filter((breach) => mayFind(caller.subject, breach)).map(shownBreach),
      },
    };
  };
