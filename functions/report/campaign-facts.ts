import { missing } from '../../packages/domain/errors.ts';
import type { CampaignToReport } from '../../packages/domain/report/campaign-report.ts';
import { countCampaign } from '../../packages/domain/report/count-campaign.ts';
import type { PositionSheet } from '../../packages/standard/schema.ts';
import type { AuditItem, CampaignItem } from '../../packages/table/items.ts';
import type { FactPorts } from './audit-facts.ts';

/** Audits whose answers are read side by side. */
const atOnce = 16;

/** Gathers what the report of a campaign says. Answers are counted audit by audit and never held all at once. */
export async function campaignFacts(
  ports: FactPorts,
  campaignId: string,
  regionId: string | null,
): Promise<CampaignToReport> {
  const campaign = await ports.campaigns.campaign(campaignId);
  if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
  const [rules, meta, regions, tallies] = await Promise.all([
    ports.editions.editionRules(campaign.edition),
    ports.editions.editionMeta(campaign.edition),
    ports.network.allRegions(),
    ports.campaigns.campaignTallies(campaignId, campaign.shards),
  ]);
  if (!rules || !meta) throw missing('EditionNotFound', 'no such edition');
  const counting = countCampaign(rules);
  const audits = auditsOf(ports, campaign, regionId);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for await (const audit of audits) {
        if (audit.status !== 'closed') counting.add(audit, [], []);
        else
          counting.add(audit, await ports.audits.answersOfAudit(audit), await ports.appeals.changesOf(audit));
      }
    }),
  );
  const sheets = await Promise.all(
    rules.positions.map(({ code }) => ports.editions.editionPosition(campaign.edition, code)),
  );
  return {
    campaign,
    rules,
    editionTitle: meta.title,
    regionId,
    regionNames: Object.fromEntries(regions.map((region) => [region.regionId, region.name])),
    count: counting.result(),
    refused: regionId === null ? tallies.reduce((sum, { refused = 0 }) => sum + refused, 0) : null,
    checks: Object.fromEntries(
      sheets.flatMap((sheet) =>
        ((sheet as PositionSheet | null)?.audit.items ?? []).map(({ id, check }) => [id, check]),
      ),
    ),
  };
}

/** The audits shard by shard; several may ask one such list, each audit goes to one of them. */
async function* auditsOf(
  ports: FactPorts,
  campaign: CampaignItem,
  regionId: string | null,
): AsyncGenerator<AuditItem> {
  for (const shard of campaign.shards)
    for (const audit of await ports.campaigns.auditsOfShard(campaign.campaignId, shard))
      if (regionId === null || audit.regionId === regionId) yield audit;
}
