import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { addDays, localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { mayMoveStart } from '../../../packages/domain/duty/move-start.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import { stationIdPattern } from '../../../packages/domain/ids.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, stationNotFound } from '../station-of-duties.ts';

interface Input {
  regionId?: string | undefined;
  stationId?: string | undefined;
  from?: string | undefined;
  reason?: string | undefined;
  cursor?: string | undefined;
}

/** Two changes of a station's day at the same moment are rare, more of them rarer. */
const attempts = 5;
/** Stations of one call; whoever begins a large region calls again with the cursor. */
const atMost = 200;
const sideBySide = 20;

/**
 * Lets a station, or every station of a region, owe its duties from a day on. Whoever has begun keeps the own day, unless
 * HQ says why it is a wrong one, and no fact of a duty would lose its place.
 */
export const beginDuties =
  (ports: DutyPorts & { duties: DutyStore }) =>
  async ({ regionId, stationId, cursor, reason, ...given }: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'HQ lets duties begin'));
    const now = ports.clock.now();
    const { from = localDate(now) } = given;
    const changed = { changedBy: caller.subject.subject, changedAt: instant(now) };
    const { ids, next } = await stationsOf(
      ports,
      regionId,
      stationId,
      readCursor(cursor, isAfter(stationIdPattern))?.after,
    );
    const counts = { begun: 0, moved: 0, same: 0, kept: 0 };
    for (let at = 0; at < ids.length; at += sideBySide) {
      const some = ids.slice(at, at + sideBySide);
      const answers = await Promise.all(some.map(beginOne));
      for (const answer of answers) counts[answer] += 1;
    }
    const { begun, moved, kept } = counts;
    // Of many those that may not be moved are told by the numbers, one is told why.
    if (stationId !== undefined && kept > 0)
      throw refused('DutyStartKept', 'facts of duties stand on its day');
    const body = { from, stations: ids.length, begun, moved };
    return { status: 200, body: { ...body, ...(next ? { next: writeCursor({ after: next }) } : {}) } };

    async function beginOne(id: string): Promise<'begun' | 'moved' | 'same' | 'kept'> {
      const { duties } = ports;
      if (await duties.beginDuties(id, from, changed)) return 'begun';
      for (let attempt = 0; reason !== undefined && attempt < attempts; attempt++) {
        const start = await duties.dutyStart(id);
        if (!start || start.from === from) return 'same';
        const [{ records }, cases] = await Promise.all([
          duties.ofStation(id, start.from),
          from > start.from ? duties.dutyCases(id, start.from, addDays(from, -1)) : [],
        ]);
        if (!mayMoveStart([start.from, from], { records, cases }, localDate(now))) return 'kept';
        if (await duties.moveStart(start, { from, reason }, changed)) return 'moved';
      }
      return 'same';
    }
  };

async function stationsOf(
  { network }: DutyPorts,
  regionId: string | undefined,
  stationId: string | undefined,
  after: string | undefined,
): Promise<{ ids: string[]; next?: string }> {
  if ((regionId === undefined) === (stationId === undefined))
    throw inputRejected([{ field: 'regionId', code: 'region-or-station', allowed: 'regionId, stationId' }]);
  if (stationId !== undefined) {
    if (!(await network.station(stationId))) throw stationNotFound();
    return { ids: [stationId] };
  }
  const region = regionId ?? '';
  if (!(await network.allRegions()).some((one) => one.regionId === region))
    throw missing('RegionNotFound', 'no such region');
  const page = await network.stationsOfRegion(region, atMost, after);
  return { ids: page.items.map((one) => one.stationId), ...(page.next ? { next: page.next } : {}) };
}
