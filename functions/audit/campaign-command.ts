import * as z from 'zod/mini';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing, refused } from '../../packages/domain/errors.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { CampaignItem } from '../../packages/table/items.ts';
import type { CampaignStore } from '../../packages/table/stores/campaign-store.ts';

/** Why something is done to a campaign or an audit; the people concerned read it. */
export const reason = z.string().check(z.trim(), z.minLength(2), z.maxLength(500));

export const campaignNotFound = () => missing('CampaignNotFound', 'no such campaign');
export const campaignOver = () => refused('CampaignOver', 'the campaign is closed or cancelled');

/** The campaign of a command of HQ's. */
export async function campaignToChange(
  campaigns: CampaignStore,
  campaignId: string,
  caller: Caller,
): Promise<CampaignItem> {
  caller.allow({}, campaignNotFound);
  const campaign = await campaigns.campaign(campaignId);
  if (!campaign) throw campaignNotFound();
  return campaign;
}

/** Who changes something now. */
export const changeBy = (caller: Caller, clock: Clock) => ({
  changedBy: caller.subject.personId ?? caller.subject.subject,
  changedAt: instant(clock.now()),
});
