import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { Failure, missing } from '../../../packages/domain/errors.ts';
import { auditId } from '../../../packages/domain/ids.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { EditionRules } from '../../../packages/standard/edition-rules.ts';
import type { CampaignItem, RefusalReason, StationItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import { auditToOpen } from '../audit-to-open.ts';
import { carryOutInShard } from '../carry-out-in-shard.ts';
import { named, stationToOpen } from '../station-to-open.ts';

/** Stations opened side by side; Step Functions takes about 150 starts a second over the whole map. */
const atOnce = 8;
const attempts = 3;

interface Ports {
  campaigns: CampaignStore;
  audits: AuditStore;
  network: NetworkStore;
  editions: EditionStore;
  workflows: Workflows;
  clock: Clock;
  /** Told about a station that could not be opened. */
  report(station: string, error: unknown): void;
}

/**
 * Opens shard by shard. A station that cannot be opened is recorded with the reason and stops nobody; when not even
 * that can be recorded the whole batch fails and is run again, which finds what was done.
 */
export const openStationAudits =
  (ports: Ports) =>
  async (input: { campaignId: string; shards: number[] }): Promise<{ outcome: 'opened' }> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const rules = await ports.editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    if (campaign.status === 'cancelled') return { outcome: 'opened' };
    const opening = { ...ports, campaign, rules };
    for (const shard of input.shards) await openShard(opening, shard);
    await ports.campaigns.advance(campaign.campaignId, 'open', instant(ports.clock.now()));
    const now = await ports.campaigns.campaign(campaign.campaignId);
    // Cancelled in the meantime: whoever carried that out may have come before the last of these were opened.
    if (now?.status === 'cancelled')
      for (const shard of input.shards) await carryOutInShard(ports, now, shard);
    return { outcome: 'opened' };
  };

type Opening = Ports & { campaign: CampaignItem; rules: EditionRules };

async function openShard(opening: Opening, shard: number): Promise<void> {
  const { campaigns, network, campaign } = opening;
  const pilot = campaign.pilot && !campaign.rolledOutAt ? new Set(campaign.pilot) : null;
  const waiting = (await network.stationsOfShard(shard)).filter(
    ({ stationId }) => !pilot || (stationId !== undefined && pilot.has(stationId)),
  );
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await openStation(opening, item);
    }),
  );
  // A shard is opened whole when the stations beside the pilot have followed.
  if (pilot) return;
  // Counted from what stands in the table, so that a repeat after a change of the network counts right.
  const [audits, refusals] = await Promise.all([
    campaigns.auditsOfShard(campaign.campaignId, shard),
    campaigns.refusalsOfShard(campaign.campaignId, shard),
  ]);
  await campaigns.shardOpened(campaign.campaignId, shard, audits.length, refusals.length);
}

async function openStation(opening: Opening, item: Partial<StationItem>): Promise<void> {
  const { campaign, rules, audits, workflows, clock } = opening;
  const found = stationToOpen(rules, campaign, item);
  if (found.outcome === 'outside') return;
  if (found.outcome === 'refused') return refuse(opening, item, found.reason);
  const { station, positions } = found;

  const id = auditId(campaign.campaignId, station.stationId);
  for (let attempt = 1; ; attempt++) {
    try {
      const { audit, input } = auditToOpen(campaign, station, positions, clock.now());
      await audits.open(audit);
      await workflows.start('station-audit', id, input);
      return;
    } catch (error) {
      if (attempt < attempts) continue;
      opening.report(id, error);
      // A busy table is nothing against the station, and an audit without a workflow would wait for ever: both are
      // left to the batch's own retry.
      if (isUnavailable(error) || (await audits.audit(id, true)))
        throw new Failure('unavailable', 'StationsNotOpened', 'a station audit is not there whole yet', {
          details: { auditId: id },
          cause: error,
        });
      return refuse(opening, item, 'opening-failed');
    }
  }
}

const isUnavailable = (error: unknown) => error instanceof Failure && error.family === 'unavailable';

async function refuse(
  { campaigns, campaign }: Opening,
  item: Partial<StationItem>,
  reason: RefusalReason,
): Promise<void> {
  await campaigns.refuse({ campaignId: campaign.campaignId, ...named(item), reason });
}
