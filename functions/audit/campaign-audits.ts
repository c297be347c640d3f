import { type Subject, scopeOf } from '../../packages/domain/access/may.ts';
import type { ScoredStation } from '../../packages/domain/audit/rank-stations.ts';
import type { AuditItem, CampaignItem } from '../../packages/table/items.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';
import { countingResult } from './audit-result.ts';

/** Shards read side by side. */
const atOnce = 8;

/** The audits of a campaign that a subject may see: all of them, or those of the own region. */
export async function campaignAudits(
  campaigns: CampaignStore,
  campaign: CampaignItem,
  subject: Subject,
): Promise<AuditItem[]> {
  const ownRegion = scopeOf(subject, 'campaign.read') === 'region' ? subject.regionId : undefined;
  const waiting = [...campaign.shards];
  const audits: AuditItem[] = [];
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let shard = waiting.shift(); shard !== undefined; shard = waiting.shift())
        for (const audit of await campaigns.auditsOfShard(campaign.campaignId, shard))
          if (!ownRegion || audit.regionId === ownRegion) audits.push(audit);
    }),
  );
  return audits;
}

/** Those of the audits that are scored, as the ranking wants them. */
export const scoredStations = (audits: readonly AuditItem[]): ScoredStation[] =>
  audits.flatMap((audit) => {
    const result = countingResult(audit);
    if (!result) return [];
    const { stationId, regionId, name } = audit;
    const { score, grade, openCritical } = result;
    return [{ stationId, regionId, name, score, grade, openCritical }];
  });
