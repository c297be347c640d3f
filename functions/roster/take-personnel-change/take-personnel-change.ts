import type { IncomingMessage } from '../../../packages/contracts/events.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { PersonnelEvent } from '../../../packages/domain/roster/employment.ts';
import { applyPersonnel, type PersonnelPorts } from '../apply-personnel.ts';

type Personnel = IncomingMessage<
  'PersonHired' | 'PersonTransferred' | 'PersonLeft' | 'PersonnelChangeWithdrawn'
>;

/** What the standard refuses is told to HQ; everything else is done, or kept for its day. */
export const takePersonnelChange =
  (ports: PersonnelPorts) =>
  async (message: Personnel): Promise<{ changed: boolean; refused?: string }> => {
    const event = eventOf(message, ports.clock.now());
    const { holds: _, ...answer } = await applyPersonnel(ports, message.detail.personId, event, {
      ...{ by: 'take-personnel-change', strict: false },
    });
    return answer;
  };

/** The clock of whoever tells may be so much ahead of ours. */
const aheadMilliseconds = 300_000;

const named = (eventId: string) => `hr:${eventId}`;

function eventOf({ 'detail-type': type, detail }: Personnel, now: number): PersonnelEvent {
  const said = Date.parse(detail.occurredAt);
  // Nothing is heard before it is said; of a plan it may be the day of it that was meant.
  const at = said > now + aheadMilliseconds ? now : said;
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
