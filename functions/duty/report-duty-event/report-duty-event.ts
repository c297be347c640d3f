import { instant } from '../../../packages/domain/clock.ts';
import type { Gravity } from '../../../packages/domain/duty/duty-cases.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import { eventProblems, openCases } from '../open-cases.ts';
import { type DutyPorts, dutiesInForce, stationNotFound } from '../station-of-duties.ts';

interface Input {
  stationId: string;
  event: string;
  key: string;
  at: string;
  gravity?: Gravity | undefined;
}

/** A delivery, a complaint, a notice: what has happened opens what is owed because of it, once. */
export const reportDutyEvent =
  (ports: DutyPorts & { duties: DutyStore; hash(value: unknown): string }) =>
  async ({ stationId, at, ...about }: Input, caller: Caller): Promise<Answer> => {
    const [station, rules] = await Promise.all([ports.network.station(stationId), dutiesInForce(ports)]);
    if (!station) throw stationNotFound();
    caller.allow({ stationId, regionId: station.regionId }, stationNotFound);
    const now = ports.clock.now();
    const event = { ...about, at: instant(Date.parse(at)) };
    const problems = eventProblems(rules, event, now);
    if (problems.length > 0) throw inputRejected(problems);
    const changedBy = caller.subject.personId ?? caller.subject.subject;
    const changed = { changedBy, changedAt: instant(now) };
    const { cases, isNew, differs, isWithdrawn } = await openCases(ports, rules, stationId, event, changed);
    if (isWithdrawn) throw refused('DutyEventWithdrawn', 'reported before and taken back');
    if (differs) throw refused('DutyEventReported', 'reported before in another way');
    return { status: isNew ? 201 : 200, body: { stationId, event: event.event, key: event.key, cases } };
  };
