import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';

const notFound = () => missing('CampaignNotFound', 'no such campaign');

/** Only shards that report a refusal are read. For HQ: a refused station may have no region yet. */
export const listRefusals =
  (ports: { campaigns: CampaignStore }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw notFound();
    caller.allow({}, notFound);
    const tallies = await ports.campaigns.campaignTallies(campaign.campaignId, campaign.shards);
    const refusing = tallies.filter((tally) => (tally.refused ?? 0) > 0);
    const refusals = await Promise.all(
      refusing.map((tally) => ports.campaigns.refusalsOfShard(campaign.campaignId, tally.shard)),
    );
    return {
      status: 200,
      body: {
        items: refusals
          .flat()
          .map(({ stationId, name, reason }) => ({ stationId, name, reason }))
          .sort((a, b) => (a.stationId < b.stationId ? -1 : 1)),
      },
    };
  };
