import type { Clock } from '../../../packages/domain/clock.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFacts } from '../audit-facts.ts';
import { campaignOver, campaignToChange, changeBy } from '../campaign-command.ts';

/** Audits that are closed keep their result; those that are open are cancelled with the campaign's reason. */
export const cancelCampaign =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: { campaignId: string; reason: string }, caller: Caller): Promise<Answer> => {
    const campaign = await campaignToChange(ports.campaigns, input.campaignId, caller);
    if (campaign.status === 'cancelled' && campaign.cancelledBecause === input.reason)
      return { status: 200, body: campaignFacts(campaign) };
    const after = await ports.campaigns.cancel(campaign.campaignId, {
      cancelledBecause: input.reason,
      ...changeBy(caller, ports.clock),
    });
    if (!after) throw campaignOver();
    return { status: 200, body: campaignFacts(after) };
  };
