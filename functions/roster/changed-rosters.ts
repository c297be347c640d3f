import type { LocalDate } from '../../packages/domain/calendar.ts';
import { type AssessorGaps, assessorGaps } from '../../packages/domain/certification/stand-in.ts';
import { type Hold, isExcepted, type Recorded } from '../../packages/domain/roster/employment.ts';
import { type Acting, actingAfter, actsAs } from '../../packages/domain/staffing/acting.ts';
import { type HeldSeats, heldSeats } from '../../packages/domain/staffing/held-seats.ts';
import { requiredHeads } from '../../packages/domain/staffing/seats.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { RosterItem, StationItem } from '../../packages/table/items.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';
import type { PersonnelChange } from '../../packages/table/stores/personnel-store.ts';

interface RosterFacts {
  personId: string;
  rosters: ReadonlyMap<string, RosterItem>;
  stations: ReadonlyMap<string, StationItem>;
}

/** The roster of a station that somebody comes to or goes from. */
export interface NewRoster {
  before: RosterItem;
  assignments: RosterItem['assignments'];
  /** Everybody who is remembered to have been named. */
  acting: readonly Acting[];
  /** Since when positions are held. */
  seats: HeldSeats;
  /** Who acts no more from today on. */
  ended: Acting[];
  gaps: { regionId: string; gaps: AssessorGaps } | null;
}

/**
 * What the rosters of all stations say from now on that the person comes to or goes from.
 * @param on the day of what has happened
 */
export function rostersOf(
  { personId, rosters, stations }: RosterFacts,
  events: readonly Recorded[],
  { begun, ended }: { begun: Hold[]; ended: Hold[] },
  rules: EditionRules | undefined,
  { today, on }: { today: LocalDate; on: LocalDate },
): NewRoster[] {
  return [...new Set([...begun, ...ended].map(({ stationId }) => stationId))].map((stationId) => {
    const before = rosters.get(stationId);
    const station = stations.get(stationId);
    if (!before || !station) throw new RangeError(`the roster of ${stationId} was not read`);
    const stays = (one: RosterItem['assignments'][number]) =>
      one.personId !== personId ||
      !ended.some((hold) => hold.stationId === stationId && hold.position === one.position);
    const assignments = [
      ...before.assignments.filter(stays),
      ...begun
        .filter((hold) => hold.stationId === stationId)
        .map(({ position, since }) => ({
          personId,
          position,
          since,
          acting: false,
          ...(isExcepted(events, { stationId, position }) ? { excepted: true as const } : {}),
        })),
    ];
    const requiredOf = (position: string) =>
      rules ? requiredHeads(rules.staffing, station, position) : Number.POSITIVE_INFINITY;
    const acting = actingAfter(requiredOf, before, assignments, today);
    const gaps = assessorGaps(rules?.assessors ?? [], assignments);
    return {
      ...{ before, assignments, acting: acting.roster, ended: acting.ended },
      seats: heldSeats(before, assignments, on),
      gaps: gaps && { regionId: station.regionId, gaps },
    };
  });
}

/** What is left to others who act at these stations. */
export async function actLess(
  network: Pick<NetworkStore, 'person'>,
  personId: string,
  rosters: readonly NewRoster[],
  today: LocalDate,
): Promise<PersonnelChange['actLess']> {
  const less: PersonnelChange['actLess'] = [];
  for (const { before, acting, ended } of rosters)
    for (const other of new Set(ended.map((one) => one.personId))) {
      // Who has left has no access any more.
      const login = other === personId ? undefined : (await network.person(before.stationId, other))?.login;
      if (login) less.push({ login, personId: other, actsAs: actsAs(acting, other, today) });
    }
  return less;
}
