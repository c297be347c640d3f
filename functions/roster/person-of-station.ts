import { localDate } from '../../packages/domain/calendar.ts';
import { inputRejected, missing } from '../../packages/domain/errors.ts';
import { wasAt } from '../../packages/domain/roster/employment.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { StationItem } from '../../packages/table/items.ts';
import type { PersonnelPorts } from './apply-personnel.ts';

const notFound = () => missing('PersonNotFound', 'no such person at this station');

/**
 * The station of somebody who works there, or worked there until now, if the caller may change its roster.
 * @throws StationNotFound, PersonNotFound
 */
export async function demandPerson(
  { network, persons }: Pick<PersonnelPorts, 'network' | 'persons'>,
  stationId: string,
  personId: string,
  caller: Caller,
): Promise<StationItem> {
  const hidden = () => missing('StationNotFound', 'no such station');
  const station = await network.station(stationId);
  if (!station) throw hidden();
  caller.allow({ stationId, regionId: station.regionId }, hidden);
  const roster = await network.roster(stationId, true);
  if (roster?.assignments.some((assignment) => assignment.personId === personId)) return station;
  const employment = await persons.employment(personId, true);
  // Who is only to come is not here yet.
  if (!employment || !wasAt(employment.events, stationId)) throw notFound();
  return station;
}

/** What has not happened yet is told when it has. */
export function demandPast(field: string, day: string, now: number): void {
  const today = localDate(now);
  if (day > today) throw inputRejected([{ field, code: 'in-the-future', value: day, allowed: today }]);
}
