import type { EventDetail, IncomingMessage } from '../../../packages/contracts/events.ts';
import type { PersonnelEvent } from '../../../packages/domain/roster/employment.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';
import { demandPast } from '../person-of-station.ts';

type Personnel = IncomingMessage<'PersonHired' | 'PersonTransferred' | 'PersonLeft'>;

interface Ports extends PersonnelPorts {
  publish(events: { name: 'HireRefused'; detail: EventDetail<'HireRefused'> }[]): Promise<void>;
}

/** What the standard refuses is told to HQ, which may make an exception; everything else is done. */
export const takePersonnelChange =
  (ports: Ports) =>
  async (message: Personnel): Promise<{ changed: boolean; refused?: string }> => {
    const event = eventOf(message);
    const { personId, on } = message.detail;
    // Nobody loses access before the last day: an early event waits among the dead letters, and counts when it is told
    // again. Who is to come may be prepared for ahead.
    if (event.kind !== 'hired') demandPast('on', on, ports.clock.now());
    const { changed, refusal } = await applyPersonnel(ports, personId, event, {
      by: 'take-personnel-change',
      strict: false,
    });
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
  };

function eventOf({ 'detail-type': type, detail }: Personnel): PersonnelEvent {
  const common = { id: `hr:${detail.eventId}`, at: new Date(detail.occurredAt).toISOString(), on: detail.on };
  switch (type) {
    case 'PersonHired':
      return { ...common, kind: 'hired', stationId: detail.stationId, position: detail.position };
    case 'PersonTransferred':
      return {
        ...common,
        kind: 'transferred',
        from: { stationId: detail.fromStationId, position: detail.fromPosition },
        stationId: detail.stationId,
        position: detail.position,
      };
    case 'PersonLeft':
      return { ...common, kind: 'left', stationId: detail.stationId };
  }
}
