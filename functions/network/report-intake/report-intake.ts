import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing } from '../../../packages/domain/errors.ts';
import { intakeProblems, monthsToForget } from '../../../packages/domain/staffing/intake.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

const notFound = () => missing('StationNotFound', 'no such station');

/** A month is counted when it is over; the band follows the mean of the last ones. A person's report is of this moment. */
export const reportIntake =
  ({ network, clock }: { network: NetworkStore; clock: Clock }) =>
  async (
    { stationId, month, visits }: { stationId: string; month: string; visits: number },
    caller: Caller,
  ): Promise<Answer> => {
    const station = await network.station(stationId);
    if (!station) throw notFound();
    caller.allow({ stationId, regionId: station.regionId }, notFound);
    const now = clock.now();
    const problems = intakeProblems({ month, visits }, now);
    if (problems.length > 0) throw inputRejected(problems);
    const isTheSame = station.intake[month] === visits && station.intakeAt?.[month] !== undefined;
    if (!isTheSame)
      await network.saveIntake(stationId, { month, visits, at: now }, monthsToForget(station, month), {
        changedBy: caller.subject.personId ?? caller.subject.subject,
        changedAt: instant(now),
      });
    return { status: 200, body: { stationId, month, visits } };
  };
