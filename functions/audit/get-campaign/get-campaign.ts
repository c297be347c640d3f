import { missing } from '../../../packages/domain/errors.ts';
import type { Answer } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFacts, campaignProgress } from '../audit-facts.ts';

/** Two calls of the table, however large the network is: the campaign and the tallies of its shards. */
export const getCampaign =
  (ports: { campaigns: CampaignStore }) =>
  async (input: { campaignId: string }): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const tallies = await ports.campaigns.campaignTallies(campaign.campaignId, campaign.shards);
    return { status: 200, body: { ...campaignFacts(campaign), audits: campaignProgress(campaign, tallies) } };
  };
