import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignFactsFor } from '../audit-facts.ts';

/** A campaign's place in the list, `<launchedAt>#<campaignId>`. */
const entry = /^[0-9TZ:.+-]{10,30}#cmp_[0-9a-z]{10,32}$/;

/** Whoever may read campaigns sees all of them; which stations they are about is HQ's to see. */
export const listCampaigns =
  (ports: { campaigns: CampaignStore }) =>
  async (
    input: { cursor?: string | undefined; limit?: number | undefined },
    caller: Caller,
  ): Promise<Answer> => {
    const place = readCursor(input.cursor, isAfter(entry));
    const page = await ports.campaigns.campaigns(Math.min(input.limit ?? 20, 100), place?.after);
    return {
      status: 200,
      body: {
        items: page.items.map((campaign) => campaignFactsFor(campaign, caller.subject)),
        ...(page.next ? { next: writeCursor({ after: page.next }) } : {}),
      },
    };
  };
