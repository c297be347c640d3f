import { type Subject, scopeOf } from '../../packages/domain/access/may.ts';
import type { ScoredStation } from '../../packages/domain/audit/rank-stations.ts';
import type { CampaignItem } from '../../packages/table/items.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';

/** Shards read side by side. */
const atOnce = 8;

/** The scored stations of a campaign that a subject may see: all of them, or those of the own region. */
export async function closedAudits(
  campaigns: CampaignStore,
  campaign: CampaignItem,
  subject: Subject,
): Promise<ScoredStation[]> {
  const ownRegion = scopeOf(subject, 'campaign.read') === 'region' ? subject.regionId : undefined;
  const waiting = [...campaign.shards];
  const stations: ScoredStation[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift()) {
        for (const audit of await campaigns.auditsOfShard(campaign.campaignId, shard)) {
          if (audit.score === undefined || audit.grade === undefined) continue;
          if (ownRegion && audit.regionId !== ownRegion) continue;
          const { stationId, regionId, name, score, grade } = audit;
          stations.push({ stationId, regionId, name, score, grade, openCritical: audit.openCritical ?? 0 });
        }
      }
    }),
  );
  return stations;
}
