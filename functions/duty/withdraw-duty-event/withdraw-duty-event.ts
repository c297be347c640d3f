import { type Clock, instant } from '../../../packages/domain/clock.ts';
import type { Withdrawal } from '../../../packages/domain/duty/duty-cases.ts';
import { missing, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyEventItem } from '../../../packages/table/duty-items.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { stationNotFound } from '../station-of-duties.ts';

interface Ports {
  duties: DutyStore;
  network: NetworkStore;
  clock: Clock;
}

interface Input {
  stationId: string;
  event: string;
  key: string;
  reason: string;
}

/** A case of the event that somebody records at the same moment is rare, several in a row rarer. */
const attempts = 5;

/** Takes an event back, with the reason; whoever reported it may, and HQ. What was recorded of its cases stays. */
export const withdrawDutyEvent =
  (ports: Ports) =>
  async ({ stationId, event, key, reason }: Input, caller: Caller): Promise<Answer> => {
    const station = await ports.network.station(stationId);
    if (!station) throw stationNotFound();
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const { subject } = caller;
    const by = subject.personId ?? subject.subject;
    for (let attempt = 0; attempt < attempts; attempt++) {
      const found = await ports.duties.dutyEvent(stationId, event, key);
      if (!found) throw missing('DutyEventNotFound', 'no such event was reported');
      if (found.withdrawn) return shown(found, sameReason(found.withdrawn, reason));
      if (found.changedBy !== by && subject.role !== 'hq-network')
        throw refused('DutyEventNotYours', 'reported by somebody else');
      const withdrawn = { by, at: instant(ports.clock.now()), reason };
      const cases = await Promise.all(found.cases.map((caseId) => ports.duties.dutyCase(stationId, caseId)));
      if (await ports.duties.withdrawEvent(found, cases, withdrawn)) return shown(found, withdrawn);
    }
    throw refused('DutyCaseChanged', 'it kept changing');
  };

/** The same reason again is the same withdrawal. */
function sameReason(before: Withdrawal, reason: string): Withdrawal {
  if (before.reason !== reason) throw refused('DutyEventWithdrawn', 'withdrawn before');
  return before;
}

const shown = ({ stationId, event, key, cases }: DutyEventItem, withdrawn: Withdrawal): Answer => ({
  status: 200,
  body: { stationId, event, key, cases, withdrawn },
});
