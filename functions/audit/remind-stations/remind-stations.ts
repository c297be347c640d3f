import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignOver, campaignToChange, changeBy } from '../campaign-command.ts';

/** House: nobody is reminded of the same campaign twice within a day. */
const pauseMilliseconds = 86_400_000;

/** One event for the campaign; the inbox shows the reminder at each task that is still open. */
export const remindStations =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: { campaignId: string }, caller: Caller): Promise<Answer> => {
    const campaign = await campaignToChange(ports.campaigns, input.campaignId, caller);
    const change = changeBy(caller, ports.clock);
    const after = await ports.campaigns.remind(
      campaign.campaignId,
      instant(ports.clock.now() - pauseMilliseconds),
      { remindedAt: change.changedAt, ...change },
    );
    if (after) return { status: 200, body: { remindedAt: change.changedAt } };
    const now = await ports.campaigns.campaign(campaign.campaignId);
    if (now?.status !== 'running' || !now.remindedAt) throw campaignOver();
    throw refused('RemindedToday', 'the stations were reminded within a day', {
      details: { remindedAt: now.remindedAt },
    });
  };
