import { inScope, positionsToAudit } from '../../packages/domain/audit/opening.ts';
import { stationIdPattern } from '../../packages/domain/ids.ts';
import { shardOf } from '../../packages/domain/shards.ts';
import type { EditionRules } from '../../packages/standard/edition-rules.ts';
import type { CampaignItem, RefusalItem, RefusalReason, StationItem } from '../../packages/table/items.ts';

export type StationToOpen =
  | { outcome: 'outside' }
  | { outcome: 'refused'; reason: RefusalReason; station: Pick<RefusalItem, 'stationId' | 'name'> }
  | { outcome: 'asked'; station: StationItem; positions: string[] };

/** What a campaign does with an item of the network: leaves it alone, refuses it, or asks it for positions. */
export function stationToOpen(
  rules: EditionRules,
  campaign: Pick<CampaignItem, 'scope' | 'positions'>,
  item: Partial<StationItem>,
): StationToOpen {
  const station = readable(item);
  // Nobody can tell whether a damaged station is in scope, so every campaign that meets it says so.
  if (!station) return { outcome: 'refused', reason: 'station-unreadable', station: named(item) };
  if (!inScope(campaign.scope, station)) return { outcome: 'outside' };
  const positions = positionsToAudit(rules, campaign.positions, station);
  if (positions.length === 0)
    return { outcome: 'refused', reason: 'no-position-to-audit', station: named(item) };
  return { outcome: 'asked', station, positions };
}

/** How a refusal names the station, however little of the item is left. */
export const named = (item: Partial<StationItem>): Pick<RefusalItem, 'stationId' | 'name'> => ({
  stationId: String(item.stationId ?? (item as { sk?: string }).sk ?? 'unknown'),
  name: String(item.name ?? ''),
});

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
