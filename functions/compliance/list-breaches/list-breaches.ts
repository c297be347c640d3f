import { regionByRegion } from '../../../packages/contracts/region-pages.ts';
import { regionsAsked } from '../../../packages/domain/access/regions-asked.ts';
import { localDate } from '../../../packages/domain/calendar.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { ComplianceStore } from '../../../packages/table/stores/compliance-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { shownBreach } from '../breach-shape.ts';

interface Input {
  regionId?: string | undefined;
  rule?: string | undefined;
  severity?: string | undefined;
  overdue?: 'true' | 'false' | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

interface Ports {
  compliance: ComplianceStore;
  network: NetworkStore;
  clock: Clock;
}

/** Station by station, region by region. */
export const listBreaches =
  ({ compliance, network, clock }: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const regions = regionsAsked(
      caller.subject,
      'compliance.oversee',
      input.regionId,
      await network.allRegions(),
    );
    const limit = Math.min(input.limit ?? 50, 200);
    const today = localDate(clock.now());
    const page = await regionByRegion(regions, input.cursor, limit, async (regionId, most, after) => {
      const { items, next } = await compliance.breachesIn(regionId, most, after);
      return { items: items.map((one) => ({ ...one, regionId })), ...(next ? { next } : {}) };
    });
    const items = page.items.flatMap(({ stationId, regionId, open }) =>
      open
        .filter(
          ({ rule, severity, due }) =>
            (input.rule ?? rule) === rule &&
            (input.severity ?? severity) === severity &&
            (input.overdue !== 'true' || due < today),
        )
        .map((breach) => ({ stationId, regionId, ...shownBreach(breach) })),
    );
    return { status: 200, body: { items, ...(page.next ? { next: page.next } : {}) } };
  };
