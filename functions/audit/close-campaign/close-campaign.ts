import { lastClosingAt, secondsUntil } from '../../../packages/domain/audit/campaign-window.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  campaigns: CampaignStore;
  editions: EditionStore;
  clock: Clock;
}

interface Closing {
  status: 'closed' | 'cancelled' | 'running';
  /** How long to wait once more where it is running, and until when. */
  seconds: number;
  dueAt: string;
}

/** Closes a campaign that has no open audit left, or whose last audit should have closed itself by now. */
export const closeCampaign =
  (ports: Ports) =>
  async (input: { campaignId: string }): Promise<Closing> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const rules = await ports.editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const now = ports.clock.now();
    const dueAt = lastClosingAt(rules, campaign.closesAt, campaign.review ?? false);
    const answer = (status: Closing['status']): Closing => ({
      status,
      seconds: secondsUntil(dueAt, now),
      dueAt,
    });
    if (campaign.status === 'cancelled' || campaign.status === 'closed') return answer(campaign.status);
    const over = Date.parse(dueAt) <= now;
    const closed = over
      ? await ports.campaigns.advance(campaign.campaignId, 'close', instant(now))
      : await ports.campaigns.closeFinished(campaign.campaignId, instant(now));
    if (closed) return answer('closed');
    // Somebody else changed it in this moment: cancelled, or it got another station.
    const after = await ports.campaigns.campaign(campaign.campaignId);
    return answer(after?.status === 'cancelled' || after?.status === 'closed' ? after.status : 'running');
  };
