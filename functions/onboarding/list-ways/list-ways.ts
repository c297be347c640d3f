import { regionByRegion } from '../../../packages/contracts/region-pages.ts';
import { scopeOf } from '../../../packages/domain/access/may.ts';
import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import { localDate, type WorkingDays } from '../../../packages/domain/calendar.ts';
import { type AssessorGaps, standsIn } from '../../../packages/domain/certification/stand-in.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { StationItem } from '../../../packages/table/items.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { PersonStore, Way } from '../../../packages/table/stores/person-store.ts';
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

/** The desk of a station, a region or the network; whoever neither leads nor trains people sees the own ways. */
export const listWays =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const { subject } = caller;
    const own = scopeOf(subject, 'onboarding.read') === 'station';
    const { stationId = own ? subject.stationId : undefined, turn = 'station', overdue, limit = 100 } = input;
    const station = stationId ? await demandStation(stationId) : null;
    if (station) caller.allow({ regionId: station.regionId, stationId: station.stationId }, stationNotFound);
    const regions = station
      ? [station.regionId]
      : regionsAsked(caller.subject, 'onboarding.read', input.regionId, await ports.network.allRegions());
    const read = turn === 'hq' ? waysForHq : waysOfStations;
    const page = await regionByRegion(regions, input.cursor, limit, async (regionId, most, after) => {
      const gaps = await gapsIn(ports, regionId, station);
      const { items, next } = await read(ports, { regionId, stationId, limit: most, after, gaps });
      return { items: items.map((way) => ({ way, gaps })), ...(next ? { next } : {}) };
    });
    const now = ports.clock.now();
    const today = localDate(now);
    const open = await Promise.all(
      page.items.map(async ({ way, gaps }) =>
        (await wayConcerns(ports.editions, subject, way))
          ? openWayOf(ports.editions, ports.calendar, way, now, gaps.get(way.stationId))
          : null,
      ),
    );
    const items = open
      .flatMap((way) => (way ? [{ ...way, overdue: way.due < today }] : []))
      .filter((way) => overdue === undefined || way.overdue === (overdue === 'true'));
    return { status: 200, body: { items, ...(page.next ? { next: page.next } : {}) } };

    async function demandStation(id: string): Promise<StationItem> {
      const found = await ports.network.station(id);
      if (!found) throw stationNotFound();
      return found;
    }
  };

const stationNotFound = () => missing('StationNotFound', 'no such station');

/** Stations where HQ may have to act in somebody's stead, with the positions. */
type Gaps = ReadonlyMap<string, AssessorGaps>;

async function gapsIn({ network }: Ports, regionId: string, station: StationItem | null): Promise<Gaps> {
  const stations = station ? [station] : await network.stationsWithoutAssessor(regionId);
  return new Map(
    stations.flatMap(({ stationId, assessorGaps }) =>
      assessorGaps ? [[stationId, assessorGaps] as const] : [],
    ),
  );
}

interface Wanted {
  regionId: string;
  stationId: string | undefined;
  limit: number;
  after: string | undefined;
  gaps: Gaps;
}
interface Page {
  items: Way[];
  next?: string;
}

/** What the stations do themselves. */
async function waysOfStations(ports: Ports, wanted: Wanted): Promise<Page> {
  const { regionId, stationId, limit, after } = wanted;
  const page = await ports.persons.ways(regionId, stationId, limit, after);
  const inStead = new Set(await inSteadOf(ports, page.items, wanted.gaps));
  return { ...page, items: page.items.filter((way) => !inStead.has(way)) };
}

const placeOf = ({ gsi1sk = '' }: Way): string => gsi1sk;

/** What is HQ's own, and what falls to it because a station has nobody for it, by station. */
async function waysForHq(ports: Ports, wanted: Wanted): Promise<Page> {
  const { regionId, stationId, limit, after, gaps } = wanted;
  const own = await ports.persons.waysAtHq(regionId, stationId, limit, after);
  if (gaps.size === 0) return own;
  const open = await ports.persons.wayKeys(regionId);
  const mine = new Set(own.items.map(placeOf));
  const rows = [...gaps.keys()]
    .flatMap((id) => open.get(id) ?? [])
    .filter(({ gsi1sk: place }) => (after === undefined || place > after) && !mine.has(place))
    .filter(({ gsi1sk: place }) => own.next === undefined || place <= own.next)
    .sort((a, b) => (a.gsi1sk < b.gsi1sk ? -1 : 1));
  const looked = rows.slice(0, limit);
  const others = await inSteadOf(ports, await ports.persons.waysByKeys(looked), gaps);
  // Behind the last one that was looked at there may be more of either kind.
  const last = rows.length > looked.length ? looked.at(-1)?.gsi1sk : own.next;
  const all = [...own.items, ...others]
    .filter((way) => last === undefined || placeOf(way) <= last)
    .sort((a, b) => (placeOf(a) < placeOf(b) ? -1 : 1));
  const items = all.slice(0, limit);
  const end = items.at(-1);
  const next = all.length > limit && end ? placeOf(end) : last;
  return { items, ...(next === undefined ? {} : { next }) };
}

/** Of these ways those whose next step HQ takes in the station's stead. */
async function inSteadOf({ editions, clock }: Ports, ways: readonly Way[], gaps: Gaps): Promise<Way[]> {
  const now = clock.now();
  const found = await Promise.all(
    ways.map(async (way) => {
      const own = gaps.get(way.stationId);
      if (!own || way.type !== 'certification') return [];
      const rules = await editions.pathRules(way.edition, way.position);
      return rules && standsIn(rules, way, own, now) ? [way] : [];
    }),
  );
  return found.flat();
}
