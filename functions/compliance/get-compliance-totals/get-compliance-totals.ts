import { scopeOf } from '../../../packages/domain/access/may.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { sumTotals } from '../../../packages/domain/compliance/totals.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { allShards } from '../../../packages/domain/shards.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { pastDay } from '../past-day.ts';

interface Ports {
  compliance: ComplianceStore;
  network: NetworkStore;
  clock: Clock;
}

/** One short item for each shard, whatever the size of the network: the newest up to the day. */
export const getComplianceTotals =
  ({ compliance, network, clock }: Ports) =>
  async (
    { regionId, on }: { regionId?: string | undefined; on?: string | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    const own =
      scopeOf(caller.subject, 'compliance.oversee') === 'region' ? caller.subject.regionId : undefined;
    const wanted = regionId ?? own;
    const notFound = () => missing('RegionNotFound', 'no such region');
    if (wanted !== undefined) caller.allow({ regionId: wanted }, notFound);
    const known = (await network.allRegions()).map((region) => region.regionId).sort();
    if (wanted !== undefined && !known.includes(wanted)) throw notFound();
    const date = pastDay(on, clock);
    const days = await Promise.all(allShards.map((shard) => compliance.complianceDayAsOf(shard, date)));
    const regions = (wanted === undefined ? known : [wanted]).map((id) => ({
      regionId: id,
      totals: sumTotals(days.flatMap((one) => one?.regions[id] ?? [])),
    }));
    return {
      status: 200,
      body: { on: date, total: sumTotals(regions.map(({ totals }) => totals)), regions },
    };
  };
