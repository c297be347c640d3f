import { type Clock, instant } from '../../../packages/domain/clock.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';

export const closeCampaign =
  (ports: { campaigns: CampaignStore; clock: Clock }) =>
  async (input: { campaignId: string }): Promise<{ status: 'closed' }> => {
    await ports.campaigns.advance(input.campaignId, 'close', instant(ports.clock.now()));
    return { status: 'closed' };
  };
