import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { shownBreach } from '../breach-shape.ts';

interface Input {
  regionId?: string | undefined;
  rule?: string | undefined;
  severity?: string | undefined;
  overdue?: 'true' | 'false' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface Ports {
  compliance: ComplianceStore;
  network: NetworkStore;
  clock: Clock;
}

/** A place in the list: region, then station. */
const entry = /^reg_[A-Z0-9-]{2,20}#(stn_[A-Z0-9-]{2,20})?$/;

/** Regions are read one after the other, each by its own index partition, until a page is full. */
export const listBreaches =
  ({ compliance, network, clock }: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const regions = await regionsOf(network, input, caller);
    const limit = Math.min(input.limit ?? 50, 200);
    const today = localDate(clock.now());
    const place = readCursor(input.cursor, isAfter(entry))?.after.split('#');
    const found = [];
    let stations = 0;
    let next: string | undefined;
    for (const regionId of regions) {
      if (place?.[0] !== undefined && regionId < place[0]) continue;
      if (stations === limit) {
        next = `${regionId}#`;
        break;
      }
      const after = place?.[0] === regionId ? place[1] : undefined;
      const page = await compliance.breachesIn(regionId, limit - stations, after === '' ? undefined : after);
      stations += page.items.length;
      for (const { stationId, open } of page.items)
        for (const breach of open)
          if (
            (input.rule ?? breach.rule) === breach.rule &&
            (input.severity ?? breach.severity) === breach.severity &&
            (input.overdue !== 'true' || breach.due < today)
          )
            found.push({ stationId, regionId, ...shownBreach(breach) });
      if (page.next) {
        next = `${regionId}#${page.next}`;
        break;
      }
    }
    return {
      status: 200,
      body: { items: found, ...(next === undefined ? {} : { next: writeCursor({ after: next }) }) },
    };
  };

async function regionsOf(network: NetworkStore, input: Input, caller: Caller): Promise<string[]> {
  const own =
    scopeOf(caller.subject, 'compliance.oversee') === 'region' ? caller.subject.regionId : undefined;
  const regionId = input.regionId ?? own;
  const notFound = () => missing('RegionNotFound', 'no such region');
  if (regionId !== undefined) caller.allow({ regionId }, notFound);
  const regions = (await network.allRegions()).map((region) => region.regionId).sort();
  if (regionId === undefined) return regions;
  if (!regions.includes(regionId)) throw notFound();
  return [regionId];
}
