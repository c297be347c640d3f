import { scopeOf } from '../../../packages/domain/access/may.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { auditsProgress, campaignFactsFor, campaignProgress } from '../audit-facts.ts';
import { campaignAudits } from '../campaign-audits.ts';

/**
 * For HQ two calls of the table, however large the network is: the campaign and the tallies of its shards. The
 * tallies count the whole network, so a region manager's figures are counted from the audits of the own region.
 */
export const getCampaign =
  (ports: { campaigns: CampaignStore }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const audits =
      scopeOf(caller.subject, 'campaign.read') === 'network'
        ? campaignProgress(
            campaign,
            await ports.campaigns.campaignTallies(campaign.campaignId, campaign.shards),
          )
        : auditsProgress(campaign, await campaignAudits(ports.campaigns, campaign, caller.subject));
    return { status: 200, body: { ...campaignFactsFor(campaign, caller.subject), audits } };
  };
