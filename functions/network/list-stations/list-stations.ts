import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { stationIdPattern } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { stationFacts } from '../station-facts.ts';

interface Input {
  regionId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/** A page of a region's stations, by station id. */
export const listStations =
  (ports: { network: NetworkStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({ regionId: input.regionId }, () => missing('RegionNotFound', 'no such region'));
    const place = readCursor(input.cursor, isAfter(stationIdPattern));
    const page = await ports.network.stationsOfRegion(input.regionId, input.limit ?? 100, place?.after);
    return {
      status: 200,
      body: {
        items: page.items.map(stationFacts),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
