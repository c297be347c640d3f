import type { EventDetail } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import {
  isAhead,
  notTakenWith,
  plannedOf,
  type Recorded,
} from '../../../packages/domain/roster/employment.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';

/** Everything planned of a person that is due, in the order of its days, as if HR told it now. */
export const makePlannedMoves =
  (ports: PersonnelPorts) =>
  async ({ detail }: { detail: EventDetail<'PlannedMoveDue'> }): Promise<{ made: number }> => {
    const { personId, on } = detail;
    const today = localDate(ports.clock.now());
    const events = (await ports.persons.employment(personId, true))?.events ?? [];
    const due = plannedOf(events).filter((event) => event.on <= today);
    // Somebody may have died between making one, with which something was refused, and telling HQ.
    const isMade = (event: Recorded) =>
      event.kind !== 'hired' && !event.waits && isAhead(event) && on <= event.on && event.on <= today;
    const untold = events.filter((event) => isMade(event) && notTakenWith(events, event).length > 0);
    for (const { waits: _, refused: __, ...event } of [...untold, ...due])
      await applyPersonnel(ports, personId, event, { by: 'make-planned-moves', strict: false });
    return { made: due.length };
  };
