import { readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { rankStations as rank } from '../../../packages/domain/audit/rank-stations.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import { campaignAudits, scoredStations } from '../campaign-audits.ts';

interface Input {
  campaignId: string;
  regionId?: string | undefined;
  cursor?: string | undefined;
  limit?: number | undefined;
}

/**
 * A page of the ranking, best first. Ranks are those of everything the caller may see; `regionId` only narrows the
 * list.
 */
export const rankStations =
  (ports: { campaigns: CampaignStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const place = readCursor(input.cursor, (value): value is { from: number } => {
      const { from } = value as { from?: unknown };
      return Number.isInteger(from) && Number(from) >= 0;
    });
    const from = place?.from ?? 0;
    const limit = input.limit ?? 100;
    const ranked = rank(
      scoredStations(await campaignAudits(ports.campaigns, campaign, caller.subject)),
    ).filter((station) => !input.regionId || station.regionId === input.regionId);
    const items = ranked
      .slice(from, from + limit)
      .map((station) => ({ ...station, score: station.score / 100 }));
    return {
      status: 200,
      body: {
        items,
        total: ranked.length,
        ...(from + limit < ranked.length ? { next: writeCursor({ from: from + limit }) } : {}),
      },
    };
  };
