import type { Clock } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFacts } from '../audit-facts.ts';
import { campaignOver, campaignToChange, changeBy } from '../campaign-command.ts';

/** The stream tells the workflow, which opens the audits of all other stations. */
export const rollOutCampaign =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await campaignToChange(ports.campaigns, input.campaignId, caller);
    if (!campaign.pilot) throw refused('NoPilot', 'the campaign has no pilot');
    if (campaign.rolledOutAt) return { status: 200, body: campaignFacts(campaign) };
    const change = changeBy(caller, ports.clock);
    const after = await ports.campaigns.rollOut(campaign.campaignId, {
      rolledOutAt: change.changedAt,
      ...change,
    });
    if (!after) throw campaignOver();
    return { status: 200, body: campaignFacts(after) };
  };
