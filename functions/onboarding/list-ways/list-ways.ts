import { readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { localDate, type WorkingDays } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { inputRejected, missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore } from '../../../packages/table/stores/person-store.ts';
import { openWayOf, wayConcerns } from '../open-way.ts';

interface Ports {
  persons: PersonStore;
  editions: EditionStore;
  network: NetworkStore;
  calendar: WorkingDays;
  clock: Clock;
}

interface Input {
  stationId?: string | undefined;
  regionId?: string | undefined;
  turn?: 'station' | 'hq' | undefined;
  overdue?: 'true' | 'false' | undefined;
  limit?: number | undefined;
  cursor?: string | undefined;
}

const isPlace = (value: object): value is { after: string } =>
  typeof (value as { after?: unknown }).after === 'string';

/** The desk of a station or of a region; whoever neither leads nor trains people sees the own ways. */
export const listWays =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    const own = scopeOf(subject, 'onboarding.read') === 'station';
    const { stationId = own ? subject.stationId : undefined, turn = 'station', overdue, limit = 100 } = input;
    const regionId = stationId ? await regionOf(stationId) : (input.regionId ?? subject.regionId);
    if (!regionId) throw inputRejected([{ field: 'regionId', code: 'missing' }]);
    caller.allow({ regionId, ...(stationId ? { stationId } : {}) }, () =>
      stationId ? missing('StationNotFound', 'no such station') : missing('RegionNotFound', 'no such region'),
    );
    const after = readCursor(input.cursor, isPlace)?.after;
    const page =
      turn === 'hq'
        ? await ports.persons.waysAtHq(regionId, stationId, limit, after)
        : await ports.persons.ways(regionId, stationId, limit, after);
    const now = ports.clock.now();
    const today = localDate(now);
    const open = await Promise.all(
      page.items.map(async (way) =>
        (await wayConcerns(ports.editions, subject, way))
          ? openWayOf(ports.editions, ports.calendar, way, now)
          : null,
      ),
    );
    const items = open
      .flatMap((way) => (way ? [{ ...way, overdue: way.due < today }] : []))
      .filter((way) => overdue === undefined || way.overdue === (overdue === 'true'));
    return {
      status: 200,
      body: { items, ...(page.next ? { next: writeCursor({ after: page.next }) } : {}) },
    };

    async function regionOf(id: string): Promise<string> {
      const station = await ports.network.station(id);
      if (!station) throw missing('StationNotFound', 'no such station');
      return station.regionId;
    }
  };
