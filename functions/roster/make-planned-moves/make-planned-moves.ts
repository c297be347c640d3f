import type { EventDetail } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { isAhead, plannedOf } from '../../../packages/domain/roster/employment.ts';
import { type HrPorts, letCount } from '../let-count.ts';

/** Everything planned of a person that is due, in the order of its days, as if HR told it now. */
export const makePlannedMoves =
  (ports: HrPorts) =>
  async ({ detail }: { detail: EventDetail<'PlannedMoveDue'> }): Promise<{ made: number }> => {
    const { personId, on } = detail;
    const today = localDate(ports.clock.now());
    const events = (await ports.persons.employment(personId, true))?.events ?? [];
    const due = plannedOf(events).filter((event) => event.on <= today);
    // Somebody may have died between finding one refused and telling HQ.
    const untold = events.filter((event) => event.refused !== undefined && isAhead(event) && event.on === on);
    for (const { waits: _, refused: __, ...event } of [...untold, ...due])
      await letCount(ports, personId, event, 'make-planned-moves');
    return { made: due.length };
  };
