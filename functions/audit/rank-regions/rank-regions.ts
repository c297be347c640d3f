import { rankRegions as rank } from '../../../packages/domain/audit/rank-stations.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignAudits, scoredStations } from '../campaign-audits.ts';

export const rankRegions =
  (ports: { campaigns: CampaignStore }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const regions = rank(scoredStations(await campaignAudits(ports.campaigns, campaign, caller.subject)));
    return {
      status: 200,
      body: { items: regions.map((region) => ({ ...region, score: region.score / 100 })) },
    };
  };
