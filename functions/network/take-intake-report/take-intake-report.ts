import type { EventDetail, IncomingMessage } from '../../../packages/contracts/events.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import {
  intakeProblems,
  isNews,
  monthsToForget,
  reportedAt,
} from '../../../packages/domain/staffing/intake.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

type Refused = EventDetail<'IntakeRefused'>;

interface Ports {
  network: NetworkStore;
  clock: Clock;
  publish(events: { name: 'IntakeRefused'; detail: Refused }[]): Promise<void>;
}

/** What cannot be right is told to whoever runs the dealer system; everything else counts if nothing later is known. */
export const takeIntakeReport =
  ({ network, clock, publish }: Ports) =>
  async ({ detail }: IncomingMessage<'IntakeReported'>): Promise<{ changed: boolean; refused?: string }> => {
    const { eventId, stationId, month, visits, occurredAt } = detail;
    const now = clock.now();
    const station = await network.station(stationId);
    const [problem] = station ? intakeProblems({ month, visits }, station, now) : [];
    const reason = (station ? problem?.code : 'unknown-station') as Refused['reason'] | undefined;
    if (!station || reason !== undefined) {
      const refused = reason ?? 'unknown-station';
      const refusal: Refused = { v: 1, eventId, stationId, month, reason: refused, owner: 'hq-network' };
      await publish([{ name: 'IntakeRefused', detail: refusal }]);
      return { changed: false, refused };
    }
    const report = { month, visits, at: reportedAt(Date.parse(occurredAt), now) };
    if (!isNews(station, report)) return { changed: false };
    const changed = { changedBy: 'take-intake-report', changedAt: instant(now) };
    return { changed: await network.saveIntake(stationId, report, monthsToForget(station, month), changed) };
  };
