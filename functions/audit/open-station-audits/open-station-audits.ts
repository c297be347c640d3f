import { secondsUntil } from '../../../packages/domain/audit/campaign-window.ts';
import { inScope, positionsToAudit } from '../../../packages/domain/audit/opening.ts';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { Failure, missing } from '../../../packages/domain/errors.ts';
import { auditId, stationIdPattern } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import type { EditionRules } from '../../../packages/standard/edition-rules.ts';
import type { CampaignItem, RefusalReason, StationItem } from '../../../packages/table/items.ts';
import type { AuditStore } from '../../../packages/table/stores/audit-store.ts';
import type { CampaignStore } from '../../../packages/table/stores/campaign-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';

/** Stations opened side by side; Step Functions takes about 150 starts a second over the whole map. */
const atOnce = 8;
const attempts = 3;

interface Ports {
  campaigns: CampaignStore;
  audits: AuditStore;
  network: NetworkStore;
  editions: EditionStore;
  workflows: Workflows;
  clock: Clock;
  /** Told about a station that could not be opened. */
  report(station: string, error: unknown): void;
}

/**
 * Opens shard by shard. A station that cannot be opened is recorded with the reason and stops nobody; when not even
 * that can be recorded the whole batch fails and is run again, which finds what was done.
 */
export const openStationAudits =
  (ports: Ports) =>
  async (input: { campaignId: string; shards: number[] }): Promise<{ outcome: 'opened' }> => {
    const campaign = await ports.campaigns.campaign(input.campaignId);
    if (!campaign) throw missing('CampaignNotFound', 'no such campaign');
    const rules = await ports.editions.editionRules(campaign.edition);
    if (!rules) throw missing('EditionNotFound', 'no such edition');
    const opening = { ...ports, campaign, rules };
    for (const shard of input.shards) await openShard(opening, shard);
    await ports.campaigns.advance(campaign.campaignId, 'open', instant(ports.clock.now()));
    return { outcome: 'opened' };
  };

type Opening = Ports & { campaign: CampaignItem; rules: EditionRules };

async function openShard(opening: Opening, shard: number): Promise<void> {
  const { campaigns, network, campaign } = opening;
  const waiting = await network.stationsOfShard(shard);
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let item = waiting.shift(); item; item = waiting.shift()) await openStation(opening, item);
    }),
  );
  // Counted from what stands in the table, so that a repeat after a change of the network counts right.
  const [audits, refusals] = await Promise.all([
    campaigns.auditsOfShard(campaign.campaignId, shard),
    campaigns.refusalsOfShard(campaign.campaignId, shard),
  ]);
  await campaigns.shardOpened(campaign.campaignId, shard, audits.length, refusals.length);
}

async function openStation(opening: Opening, item: Partial<StationItem>): Promise<void> {
  const { campaign, rules, audits, workflows, clock } = opening;
  const station = readable(item);
  if (station && !inScope(campaign.scope, station)) return;
  if (!station) {
    // Nobody can tell whether a damaged station is in scope, so every campaign that meets it says so.
    return refuse(opening, item, 'station-unreadable');
  }
  const positions = positionsToAudit(rules, campaign.positions, station);
  if (positions.length === 0) return refuse(opening, item, 'no-position-to-audit');

  const id = auditId(campaign.campaignId, station.stationId);
  for (let attempt = 1; ; attempt++) {
    try {
      const now = clock.now();
      await audits.open({
        auditId: id,
        campaignId: campaign.campaignId,
        stationId: station.stationId,
        regionId: station.regionId,
        name: station.name,
        edition: campaign.edition,
        status: 'answering',
        openedAt: instant(now),
        dueAt: campaign.dueAt,
        closesAt: campaign.closesAt,
        pending: new Set(positions),
        accepted: {},
      });
      const secondsToDue = secondsUntil(campaign.dueAt, now);
      await workflows.start('station-audit', id, {
        auditId: id,
        dueAt: campaign.dueAt,
        closesAt: campaign.closesAt,
        secondsToDue,
        secondsAfterDue: Math.max(1, secondsUntil(campaign.closesAt, now) - secondsToDue),
      });
      return;
    } catch (error) {
      if (attempt < attempts) continue;
      opening.report(id, error);
      // A busy table is nothing against the station, and an audit without a workflow would wait for ever: both are
      // left to the batch's own retry.
      if (isUnavailable(error) || (await audits.audit(id, true)))
        throw new Failure('unavailable', 'StationsNotOpened', 'a station audit is not there whole yet', {
          details: { auditId: id },
          cause: error,
        });
      return refuse(opening, item, 'opening-failed');
    }
  }
}

const isUnavailable = (error: unknown) => error instanceof Failure && error.family === 'unavailable';

async function refuse(
  { campaigns, campaign }: Opening,
  item: Partial<StationItem>,
  reason: RefusalReason,
): Promise<void> {
  const stationId = String(item.stationId ?? (item as { sk?: string }).sk ?? 'unknown');
  await campaigns.refuse({
    campaignId: campaign.campaignId,
    stationId,
    name: String(item.name ?? ''),
    reason,
  });
}

/** The station when its facts can be trusted, null when the item is damaged. */
function readable(item: Partial<StationItem>): StationItem | null {
  const sound =
    typeof item.stationId === 'string' &&
    stationIdPattern.test(item.stationId) &&
    typeof item.regionId === 'string' &&
    typeof item.name === 'string' &&
    typeof item.heads === 'object' &&
    item.heads !== null &&
    Object.values(item.heads).every((count) => Number.isInteger(count)) &&
    shardOf(item.stationId) >= 0;
  return sound ? (item as StationItem) : null;
}
