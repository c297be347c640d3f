import { scopeOf } from '../../../packages/domain/access/may.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { scanId } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ScanScope } from '../../../packages/table/compliance-items.ts';
import { openScan, type ScanPorts } from '../open-scan.ts';
import { shownScan } from '../scan-shape.ts';

interface Ports extends ScanPorts {
  unique(): string;
}

/** Whoever may look at a part of the network only scans that part when nothing is named. */
export const startScan =
  (ports: Ports) =>
  async (
    input: { regionId?: string | undefined; stationId?: string | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    const scope = await scopeFor(ports, input, caller);
    const scan = await openScan(ports, {
      scanId: scanId(ports.unique()),
      scope,
      at: ports.clock.now(),
      requestedBy: caller.subject.personId ?? caller.subject.subject,
    });
    return { status: 202, body: shownScan(scan, true) };
  };

async function scopeFor(
  { network }: Ports,
  { regionId, stationId }: { regionId?: string | undefined; stationId?: string | undefined },
  caller: Caller,
): Promise<ScanScope> {
  const reach = scopeOf(caller.subject, 'compliance.scan');
  const station = stationId ?? (reach === 'station' ? caller.subject.stationId : undefined);
  if (station !== undefined) {
    const notFound = () => missing('StationNotFound', 'no such station');
    const found = await network.station(station);
    if (!found || (regionId !== undefined && regionId !== found.regionId)) throw notFound();
    caller.allow({ stationId: station, regionId: found.regionId }, notFound);
    return { stationId: station };
  }
  const region = regionId ?? (reach === 'region' ? caller.subject.regionId : undefined);
  const notFound = () => missing('RegionNotFound', 'no such region');
  caller.allow(region === undefined ? {} : { regionId: region }, notFound);
  if (region === undefined) return {};
  if (!(await network.allRegions()).some((one) => one.regionId === region)) throw notFound();
  return { regionId: region };
}
