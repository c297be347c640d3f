import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing, unavailable } from '../../../packages/domain/errors.ts';
import { intakeProblems, monthsToForget } from '../../../packages/domain/staffing/intake.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

const notFound = () => missing('StationNotFound', 'no such station');

/** Two reports of a station at the same moment are rare, more of them rarer. */
const attempts = 5;

/**
 * A month is counted when it is over; the band follows the mean of the last ones. A person's report is of this moment, and
 * later than what a clock that runs ahead has told before: what is answered is what is kept.
 */
export const reportIntake =
  ({ network, clock }: { network: NetworkStore; clock: Clock }) =>
  async (
    { stationId, month, visits }: { stationId: string; month: string; visits: number },
    caller: Caller,
  ): Promise<Answer> => {
    let station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const now = clock.now();
    const problems = intakeProblems({ month, visits }, station, now);
    if (problems.length > 0) throw inputRejected(problems);
    const changed = {
      changedBy: caller.subject.personId ?? caller.subject.subject,
      changedAt: instant(now),
    };
    for (let attempt = 0; station && attempt < attempts; attempt++) {
      const before = station.intakeAt?.[month];
      const isTheSame = station.intake[month] === visits && before !== undefined;
      const report = { month, visits, at: before === undefined ? now : Math.max(now, before + 1) };
      if (isTheSame || (await network.saveIntake(stationId, report, monthsToForget(station, month), changed)))
        return { status: 200, body: { stationId, month, visits } };
      station = await network.station(stationId, true);
    }
    throw unavailable('the figures kept changing', { details: { stationId } });
  };
