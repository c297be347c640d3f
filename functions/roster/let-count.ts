import type { EventDetail } from '../../packages/contracts/events.ts';
import type { PersonnelEvent } from '../../packages/domain/roster/employment.ts';
import { applyPersonnel, type PersonnelPorts } from './apply-personnel.ts';

export interface HrPorts extends PersonnelPorts {
  publish(events: { name: 'HireRefused'; detail: EventDetail<'HireRefused'> }[]): Promise<void>;
}

/** Lets count what HR tells, where nobody waits for the answer: what the standard refuses is told to HQ. */
export async function letCount(
  ports: HrPorts,
  personId: string,
  event: PersonnelEvent,
  by: string,
): Promise<{ changed: boolean; refused?: string }> {
  const { changed, refusal } = await applyPersonnel(ports, personId, event, { by, strict: false });
  if (!refusal) return { changed };
  if ('stationId' in event && 'position' in event)
    await ports.publish([
      {
        name: 'HireRefused',
        detail: {
          v: 1,
          personId,
          stationId: event.stationId,
          position: event.position,
          rule: refusal.rule,
          owner: 'hq-network',
        },
      },
    ]);
  return { changed, refused: refusal.rule };
}
