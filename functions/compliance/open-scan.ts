import { localDate } from '../../packages/domain/calendar.ts';
import { type Clock, instant } from '../../packages/domain/clock.ts';
import { missing } from '../../packages/domain/errors.ts';
import { allShards, shardCount, shardOf } from '../../packages/domain/shards.ts';
import type { Workflows } from '../../packages/lambda/workflows.ts';
import type { ScanItem, ScanScope } from '../../packages/table/compliance-items.ts';
import type { ComplianceStore } from '../../packages/table/stores/compliance-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

export interface ScanPorts {
  compliance: ComplianceStore;
  editions: EditionStore;
  network: NetworkStore;
  workflows: Workflows;
  clock: Clock;
}

/** Stations that one call looks through in seconds. */
const stationsPerBatch = 1_500;
const secondsKept = 400 * 86_400;

/** Shards of one call, so that a small network is looked through in one and a large one in many. */
export const shardsPerBatch = (stationsOfShard: number): number =>
  Math.max(1, Math.min(shardCount, Math.floor(stationsPerBatch / Math.max(1, stationsOfShard))));

/**
 * Writes a scan down and starts its workflow, both once: of two calls for one scan the second finds it. Everything is
 * reckoned for the scan's instant, by the edition in force when it began.
 * @returns the scan as it is; that of the first call, where there was one
 */
export async function openScan(
  ports: ScanPorts,
  given: { scanId: string; scope: ScanScope; at: number; requestedBy: string },
): Promise<ScanItem> {
  const { scanId, scope, at, requestedBy } = given;
  const edition = await ports.editions.currentEdition();
  if (edition === null) throw missing('EditionNotFound', 'no edition of the standard is published yet');
  const shards = scope.stationId === undefined ? [...allShards] : [shardOf(scope.stationId)];
  const scan: ScanItem = {
    type: 'scan',
    v: 1,
    scanId,
    scope,
    at: instant(at),
    date: localDate(at),
    edition,
    shards: shards.length,
    pendingShards: new Set(shards),
    stations: 0,
    opened: 0,
    worsened: 0,
    closed: 0,
    open: 0,
    unreadable: 0,
    requestedBy,
    ttl: Math.floor(at / 1000) + secondsKept,
  };
  const isNew = await ports.compliance.openScan(scan);
  const kept = isNew ? scan : await ports.compliance.scan(scanId);
  const perBatch = shardsPerBatch(await ports.network.estimateStations(shards[0] ?? 0));
  await ports.workflows.start('compliance-scan', scanId, { scanId, shards, shardsPerBatch: perBatch });
  return kept ?? scan;
}
