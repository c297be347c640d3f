import { readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { type DutyPorts, stationNotFound } from '../station-of-duties.ts';

interface Input {
  regionId?: string | undefined;
  stationId?: string | undefined;
  from?: string | undefined;
  cursor?: string | undefined;
}

const isPlace = (value: object): value is { after: string } =>
  typeof (value as { after?: unknown }).after === 'string';
/** Stations of one call; whoever begins a large region calls again with the cursor. */
const atMost = 200;
const sideBySide = 20;

/** Lets a station, or every station of a region, owe its duties from a day on; whoever has begun keeps the own day. */
export const beginDuties =
  (ports: DutyPorts & { duties: DutyStore }) =>
  async ({ regionId, stationId, cursor, ...given }: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'HQ lets duties begin'));
    const now = ports.clock.now();
    const { from = localDate(now) } = given;
    const changed = { changedBy: caller.subject.subject, changedAt: instant(now) };
    const { ids, next } = await stationsOf(ports, regionId, stationId, readCursor(cursor, isPlace)?.after);
    let begun = 0;
    for (let at = 0; at < ids.length; at += sideBySide) {
      const some = ids.slice(at, at + sideBySide);
      const answers = await Promise.all(some.map((id) => ports.duties.beginDuties(id, from, changed)));
      begun += answers.filter(Boolean).length;
    }
    const body = { from, stations: ids.length, begun };
    return { status: 200, body: { ...body, ...(next ? { next: writeCursor({ after: next }) } : {}) } };
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
