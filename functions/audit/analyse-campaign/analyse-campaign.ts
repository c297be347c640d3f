import {
  type AnalysedAudit,
  compareCampaigns,
  type StationChange,
  weakestItems,
} from '../../../packages/domain/audit/campaign-analysis.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { AuditItem, CampaignItem } from '../../../packages/table/items.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import { countingResult } from '../audit-result.ts';
import { campaignAudits } from '../campaign-audits.ts';

const itemsListed = 30;
const stationsListed = 10;
/** How far back a campaign to compare with is looked for. */
const campaignsLookedAt = 50;

const notFound = () => missing('CampaignNotFound', 'no such campaign');

/** For HQ the whole network, for a region manager the own region; scores in points. */
export const analyseCampaign =
  (ports: { campaigns: CampaignStore; editions: EditionStore }) =>
  async (input: { campaignId: string; with?: string | undefined }, caller: Caller): Promise<Answer> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw notFound();
    const rules = await ports.editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const other = await before(ports.campaigns, campaign, input.with);
    const [audits, earlier] = await Promise.all(
      [campaign, other].map(async (one) =>
        one ? (await campaignAudits(ports.campaigns, one, caller.subject)).flatMap(analysed) : [],
      ),
    );
    const comparison = compareCampaigns(audits ?? [], earlier ?? [], stationsListed);
    return {
      status: 200,
      body: {
        scored: audits?.length ?? 0,
        weakest: weakestItems(rules, audits ?? [], earlier ?? []).slice(0, itemsListed),
        comparison: other
          ? {
              with: other.campaignId,
              name: other.name,
              ...comparison,
              scoreBefore: comparison.scoreBefore / 100,
              scoreAfter: comparison.scoreAfter / 100,
              gains: comparison.gains.map(inPoints),
              losses: comparison.losses.map(inPoints),
            }
          : null,
      },
    };
  };

/** The campaign asked for, or the newest one that was closed before this one was launched. */
async function before(
  campaigns: CampaignStore,
  campaign: CampaignItem,
  asked: string | undefined,
): Promise<CampaignItem | null> {
  if (asked !== undefined) {
    const other = await campaigns.campaign(asked);
    if (!other) throw notFound();
    return other;
  }
  const { items } = await campaigns.campaigns(campaignsLookedAt);
  return (
    items.find(({ status, closedAt }) => status === 'closed' && (closedAt ?? '') <= campaign.launchedAt) ??
    null
  );
}

function analysed(audit: AuditItem): AnalysedAudit[] {
  const result = countingResult(audit);
  if (audit.status !== 'closed' || !result) return [];
  const { stationId, regionId, name, accepted, notShown = [], findings = { not: [], partly: [] } } = audit;
  const asked = [...new Set([...Object.keys(accepted), ...notShown])];
  return [{ stationId, regionId, name, score: result.score, grade: result.grade, asked, findings }];
}

const inPoints = (change: StationChange) => ({
  ...change,
  scoreBefore: change.scoreBefore / 100,
  scoreAfter: change.scoreAfter / 100,
});
