import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import type { Answer } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFacts } from '../audit-facts.ts';

/** A campaign's place in the list, `<launchedAt>#<campaignId>`. */
const entry = /^[0-9TZ:.+-]{10,30}#cmp_[0-9a-z]{10,32}$/;

/** Campaigns hold no station's data, so whoever may read campaigns sees the list. */
export const listCampaigns =
  (ports: { campaigns: CampaignStore }) =>
  async (input: { cursor?: string | undefined; limit?: number | undefined }): Promise<Answer> => {
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.campaigns.campaigns(Math.min(input.limit ?? 20, 100), place?.after);
    return {
      status: 200,
      body: {
        items: page.items.map(campaignFacts),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
