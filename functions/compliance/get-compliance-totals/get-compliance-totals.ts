import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { sumTotals } from '../../../packages/domain/compliance/totals.ts';
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
    const asked = regionsAsked(caller.subject, 'compliance.oversee', regionId, await network.allRegions());
    const date = pastDay(on, clock);
    const days = await Promise.all(allShards.map((shard) => compliance.complianceDayAsOf(shard, date)));
    const regions = asked.map((id) => ({
      regionId: id,
      totals: sumTotals(days.flatMap((one) => one?.regions[id] ?? [])),
    }));
    return {
      status: 200,
      body: { on: date, total: sumTotals(regions.map(({ totals }) => totals)), regions },
    };
  };
