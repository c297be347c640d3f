import { localDate } from '../../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

const notFound = () => missing('StationNotFound', 'no such station');

/** A month is counted when it is over; the band follows the mean of the last ones. */
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
    const running = localDate(now).slice(0, 7);
    if (month >= running)
      throw inputRejected([
        { field: 'month', code: 'month-not-over', value: month, allowed: `< ${running}` },
      ]);
    const by = caller.subject.personId ?? caller.subject.subject;
    await network.saveIntake(stationId, month, visits, { changedBy: by, changedAt: instant(now) });
    return { status: 200, body: { stationId, month, visits } };
  };
