import { campaignBoard } from '../../../packages/domain/audit/campaign-analysis.ts';
import type { Clock } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignAudits } from '../campaign-audits.ts';

const laggardsListed = 50;

/** For HQ the whole network, for a region manager the own region. */
export const showBoard =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const audits = await campaignAudits(ports.campaigns, campaign, caller.subject);
    return { status: 200, body: campaignBoard(audits, ports.clock.now(), laggardsListed) };
  };
