import { lastClosingAt, secondsUntil } from '../../../packages/domain/audit/campaign-window.ts';
import { stationsPerBatch } from '../../../packages/domain/audit/opening.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import { shardCount, shardsOf } from '../../../packages/domain/shards.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

interface Ports {
  campaigns: CampaignStore;
  editions: EditionStore;
  network: NetworkStore;
  workflows: Workflows;
  clock: Clock;
}

/** Gives the workflow ids and figures only; one shard's size tells how many shards make a batch. */
export const startAuditCampaign =
  (ports: Ports) =>
  async (event: { detail: { campaignId: string } }): Promise<{ started: boolean }> => {
    const campaign = await ports.campaigns.campaign(event.detail.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const rules = await ports.editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const stationsInShard = await ports.network.estimateStations(campaign.shards[0] ?? 0);
    const shardsPerBatch = Math.min(
      shardCount,
      Math.max(1, Math.floor(stationsPerBatch / Math.max(1, stationsInShard))),
    );
    const dueAt = lastClosingAt(rules, campaign.closesAt, campaign.review ?? false);
    const begins = Math.max(ports.clock.now(), Date.parse(campaign.opensAt));
    return ports.workflows.start('audit-campaign', campaign.campaignId, {
      campaignId: campaign.campaignId,
      opensAt: campaign.opensAt,
      shardsPerBatch,
      open: {
        shards: campaign.pilot ? shardsOf(campaign.pilot) : campaign.shards,
        pilot: campaign.pilot !== undefined,
      },
      closing: { seconds: secondsUntil(dueAt, begins), dueAt },
    });
  };
