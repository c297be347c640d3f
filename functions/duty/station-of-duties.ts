import { localDate, type WorkingDays } from '../../packages/domain/calendar.ts';
import type { Clock } from '../../packages/domain/clock.ts';
import type { DutyContext } from '../../packages/domain/duty/duty-facts.ts';
import { type DutyPlans, linesOf } from '../../packages/domain/duty/duty-lines.ts';
import { missing } from '../../packages/domain/errors.ts';
import { holdersOn } from '../../packages/domain/staffing/acting.ts';
import type { DutyRules } from '../../packages/standard/duty-rules.ts';
import type { StationItem } from '../../packages/table/items.ts';
import type { DutyStore } from '../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

export interface DutyPorts {
  editions: EditionStore;
  network: NetworkStore;
  calendar: WorkingDays;
  clock: Clock;
}

export const stationNotFound = () => missing('StationNotFound', 'no such station');

/** @throws EditionNotFound when there is none that says which duties there are */
export async function dutiesInForce({ editions }: Pick<DutyPorts, 'editions'>): Promise<DutyRules> {
  const edition = await editions.currentEdition();
  const rules = edition && (await editions.editionDuties(edition));
  if (!rules) throw missing('EditionNotFound', 'no edition of the standard is published yet');
  return rules;
}

/** A station with who holds its positions and what the standard asks of them. @throws StationNotFound */
export async function stationOfDuties(
  ports: DutyPorts,
  stationId: string,
): Promise<{ station: StationItem; rules: DutyRules; context: DutyContext }> {
  const [station, roster, rules] = await Promise.all([
    ports.network.station(stationId),
    ports.network.roster(stationId),
    dutiesInForce(ports),
  ]);
  if (!station) throw stationNotFound();
  const { duties, technicians } = rules;
  const { calendar, clock } = ports;
  const now = clock.now();
  // Who was named to act owes what the position owes, as the scan has it.
  const holders = roster ? holdersOn(roster, localDate(now)) : [];
  return { station, rules, context: { duties, technicians, holders, calendar, now } };
}

/** What HQ has planned; read only where something is owed by its plan. */
export async function plansFor(
  duties: Pick<DutyStore, 'dutyPlans'>,
  { duties: owed, holders, technicians }: DutyContext,
): Promise<DutyPlans> {
  const byPlan = linesOf(owed, holders, technicians).some(
    ({ rule }) => rule.kind === 'window' && rule.calendar === 'hq-plan',
  );
  return byPlan ? duties.dutyPlans() : {};
}
