import type { IncomingMessage } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { PersonnelEvent } from '../../../packages/domain/roster/employment.ts';
import { type HrPorts, letCount } from '../let-count.ts';

type Personnel = IncomingMessage<
  'PersonHired' | 'PersonTransferred' | 'PersonLeft' | 'PersonnelChangeWithdrawn'
>;

/** What the standard refuses is told to HQ, which may make an exception; everything else is done, or kept for its day. */
export const takePersonnelChange =
  (ports: HrPorts) =>
  (message: Personnel): Promise<{ changed: boolean; refused?: string }> =>
    letCount(ports, message.detail.personId, eventOf(message), 'take-personnel-change');

const named = (eventId: string) => `hr:${eventId}`;

function eventOf({ 'detail-type': type, detail }: Personnel): PersonnelEvent {
  const at = Date.parse(detail.occurredAt);
  const common = { id: named(detail.eventId), at: instant(at) };
  switch (type) {
    case 'PersonHired':
      return {
        ...common,
        kind: 'hired',
        on: detail.on,
        stationId: detail.stationId,
        position: detail.position,
      };
    case 'PersonTransferred':
      return {
        ...common,
        kind: 'transferred',
        on: detail.on,
        from: { stationId: detail.fromStationId, position: detail.fromPosition },
        stationId: detail.stationId,
        position: detail.position,
      };
    case 'PersonLeft':
      return { ...common, kind: 'left', on: detail.on, stationId: detail.stationId };
    case 'PersonnelChangeWithdrawn':
      return { ...common, kind: 'withdrawn', on: localDate(at), of: named(detail.withdraws) };
  }
}
