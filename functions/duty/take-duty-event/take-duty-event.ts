import type { IncomingMessage } from '../../../packages/contracts/events.ts';
import { instant } from '../../../packages/domain/clock.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { eventProblems, openCases } from '../open-cases.ts';
import { type DutyPorts, dutiesInForce } from '../station-of-duties.ts';

type Ports = DutyPorts & { duties: DutyStore; hash(value: unknown): string };

/** What the dealer's system tells opens cases as a report does; what the standard does not know opens none. */
export const takeDutyEvent =
  (ports: Ports) =>
  async ({
    detail,
  }: IncomingMessage<'DutyEventHappened'>): Promise<{ opened: string[]; refused?: string }> => {
    const { stationId, event: name, key, gravity } = detail;
    const [station, rules] = await Promise.all([ports.network.station(stationId), dutiesInForce(ports)]);
    if (!station) return { opened: [], refused: 'unknown-station' };
    const event = { event: name, key, at: instant(Date.parse(detail.occurredAt)), gravity };
    const now = ports.clock.now();
    const [problem] = eventProblems(rules, event, now);
    if (problem) return { opened: [], refused: problem.code };
    const changed = { changedBy: 'take-duty-event', changedAt: instant(now) };
    const { cases, isNew } = await openCases(ports, rules, stationId, event, changed);
    return { opened: isNew ? cases : [] };
  };
