import type { WorkingDays } from '../../../packages/domain/calendar.ts';
import type { ComplianceRules } from '../../../packages/domain/compliance/find-breaches.ts';
import { unpackFacts } from '../../../packages/domain/compliance/pack-facts.ts';
import { type StationStatus, scanStation } from '../../../packages/domain/compliance/station-status.ts';
import { countStation, noTotals, type Totals } from '../../../packages/domain/compliance/totals.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { ComplianceItem, ScanItem, StationFactsItem } from '../../../packages/table/compliance-items.ts';
import type { ComplianceStore, ShardCounts } from '../../../packages/table/stores/compliance-store.ts';
import type { DutyStore } from '../../../packages/table/stores/duty-store.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

interface Ports {
  compliance: ComplianceStore;
  editions: EditionStore;
  duties: Pick<DutyStore, 'dutyPlans'>;
  calendar: WorkingDays;
  hash(content: unknown): string;
  unreadable(error: unknown, stationId: string): void;
}

/** Stations that are written side by side. */
const atOnce = 16;
/** Two scans of a station at the same moment are rare, more of them rarer. */
const attempts = 5;
const fingerprintLength = 12;

/**
 * Looks through shards one after the other, so that only one is in memory, and counts them into the scan together, once.
 * A station whose facts cannot be read is reported and stops nobody else.
 */
export const scanShards =
  (ports: Ports) =>
  async ({ scanId, shards }: { scanId: string; shards: number[] }): Promise<{ outcome: 'done' }> => {
    const scan = await ports.compliance.scan(scanId);
    if (!scan) throw missing('ScanNotFound', 'no such scan');
    const edition = await ports.editions.editionRules(scan.edition);
    if (!edition) throw missing('EditionNotFound', 'no such edition');
    const [owed, dutyPlans] = await Promise.all([
      ports.editions.editionDuties(scan.edition),
      ports.duties.dutyPlans(),
    ]);
    const rules = { edition, duties: owed?.duties ?? [], dutyPlans, calendar: ports.calendar };
    const counts: ShardCounts = { stations: 0, opened: 0, worsened: 0, closed: 0, open: 0, unreadable: 0 };
    for (const shard of shards) await scanShard(ports, scan, rules, shard, counts);
    await ports.compliance.finishShards(scanId, shards, counts);
    return { outcome: 'done' };
  };

async function scanShard(
  ports: Ports,
  scan: ScanItem,
  rules: ComplianceRules,
  shard: number,
  counts: ShardCounts,
): Promise<void> {
  const { compliance } = ports;
  const [stations, kept, day] = await Promise.all([
    compliance.factsOfShard(shard),
    compliance.complianceOfShard(shard),
    compliance.complianceDayAsOf(shard, scan.date),
  ]);
  const before = new Map(kept.map((item) => [item.stationId, item]));
  const regions: Record<string, Totals> = {};
  await sideBySide(atOnce, stations, async (item) => {
    try {
      const { facts, stationId, regionId } = item;
      if (facts === undefined || stationId === undefined || regionId === undefined)
        throw new TypeError('the item is damaged');
      const found = await scanOne(ports, scan, rules, { facts, stationId, regionId }, before.get(stationId));
      const totals = regions[regionId] ?? noTotals();
      regions[regionId] = totals;
      countStation(totals, found.status);
      if (!isInScope(scan, { stationId, regionId })) return;
      counts.stations += 1;
      counts.open += found.status.open.length;
      for (const name of ['opened', 'worsened', 'closed'] as const) counts[name] += found[name];
    } catch (error) {
      if (!isDamage(error)) throw error;
      ports.unreadable(error, item.stationId ?? '');
      counts.unreadable += 1;
    }
  });
  // The table keeps no order of names.
  if (day && ports.hash(regions) === ports.hash(day.regions)) return;
  await compliance.saveComplianceDay({
    type: 'compliance-day',
    v: 1,
    shard,
    date: scan.date,
    at: scan.at,
    regions,
  });
}

const isInScope = (
  { scope }: ScanItem,
  { stationId, regionId }: Pick<StationFactsItem, 'stationId' | 'regionId'>,
) => (scope.stationId ?? stationId) === stationId && (scope.regionId ?? regionId) === regionId;

/** What a damaged item ends in; whatever else fails lets the batch be tried again. */
const isDamage = (error: unknown) =>
  error instanceof TypeError || error instanceof SyntaxError || error instanceof RangeError;

type Scanned = { status: StationStatus } & Pick<ShardCounts, 'opened' | 'worsened' | 'closed'>;

/**
 * Reckons a station and writes what changed: first how it stands, under the day, then what is open, under the condition
 * of what was open before; so a crash in between is mended by the next call, and events follow from the second write.
 */
async function scanOne(
  ports: Ports,
  scan: ScanItem,
  rules: ComplianceRules,
  { facts: text, stationId, regionId }: Pick<StationFactsItem, 'facts' | 'stationId' | 'regionId'>,
  known: ComplianceItem | undefined,
): Promise<Scanned> {
  const facts = unpackFacts(text, { stationId, regionId });
  for (let attempt = 0, before = known; attempt < attempts; attempt++) {
    const { status, changes } = scanStation(facts, before?.open ?? [], rules, Date.parse(scan.at));
    const counts = {
      opened: changes.opened.length,
      worsened: changes.worsened.length,
      closed: changes.closed.length,
    };
    // Reckoned for a later instant already, or by an earlier try of this scan.
    if (before && before.at > scan.at) return { status: { ...status, open: before.open }, ...nothing };
    const snapshot = ports.hash(status).slice(0, fingerprintLength);
    if (before?.snapshot === snapshot && before.regionId === regionId) {
      if (before.scanId !== scan.scanId) return { status, ...nothing };
      const { opened, worsened, closed } = before;
      return { status, opened, worsened, closed };
    }
    const isNewest = await ports.compliance.saveSnapshot({
      type: 'snapshot',
      v: 1,
      stationId,
      regionId,
      at: Date.parse(scan.at),
      status: JSON.stringify(status),
    });
    // A scan for a later instant of the day has looked at it meanwhile, and says what is open.
    if (!isNewest) return { status: { ...status, open: before?.open ?? [] }, ...nothing };
    const item: ComplianceItem = {
      type: 'compliance',
      v: 1,
      stationId,
      regionId,
      at: scan.at,
      scanId: scan.scanId,
      open: status.open,
      ...counts,
      snapshot,
    };
    if (await ports.compliance.saveCompliance(item, before)) return { status, ...counts };
    before = (await ports.compliance.compliance(stationId, true)) ?? undefined;
  }
  throw unavailable('other scans kept changing a station', { details: { stationId } });
}

const nothing = { opened: 0, worsened: 0, closed: 0 };
