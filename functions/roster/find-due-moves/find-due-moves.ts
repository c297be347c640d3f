import type { EventDetail } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import type { PersonnelStore } from '../../../packages/table/stores/personnel-store.ts';

interface Ports {
  personnel: Pick<PersonnelStore, 'plannedUntil'>;
  publish(events: { name: 'PlannedMoveDue'; detail: EventDetail<'PlannedMoveDue'> }[]): Promise<void>;
}

/** As many as the bus takes in one call. */
const perCall = 10;

/** Each person is an event of their own, so that what fails for one of them holds up nobody else. */
export const findDueMoves =
  ({ personnel, publish }: Ports) =>
  async ({ scheduledAt }: { scheduledAt: string }): Promise<{ due: number }> => {
    const today = localDate(Date.parse(scheduledAt));
    let due = 0;
    let after: string | undefined;
    do {
      const { plans, next } = await personnel.plannedUntil(today, after);
      for (let at = 0; at < plans.length; at += perCall)
        await publish(
          plans
            .slice(at, at + perCall)
            .map((plan) => ({ name: 'PlannedMoveDue', detail: { v: 1, ...plan } })),
        );
      due += plans.length;
      after = next;
    } while (after !== undefined);
    return { due };
  };
