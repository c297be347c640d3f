import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { carryOutInShard } from '../carry-out-in-shard.ts';

export const carryOutChange =
  (ports: { audits: AuditStore; campaigns: CampaignStore; clock: Clock }) =>
  async (event: { detail: { campaignId: string; shards: number[] } }): Promise<{ shards: number }> => {
    const campaign = await ports.campaigns.campaign(event.detail.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    for (const shard of event.detail.shards) await carryOutInShard(ports, campaign, shard);
    return { shards: event.detail.shards.length };
  };
