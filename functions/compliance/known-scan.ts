import { executionNames } from '../../packages/domain/audit/wait-findings.ts';
import { missing } from '../../packages/domain/errors.ts';
import type { Caller } from '../../packages/lambda/http.ts';
import type { WorkflowWatch } from '../../packages/lambda/workflows.ts';
import type { ScanItem } from '../../packages/table/compliance-items.ts';
import type { ComplianceStore } from '../../packages/table/stores/compliance-store.ts';
import type { NetworkStore } from '../../packages/table/stores/network-store.ts';

export interface KnownScans {
  compliance: ComplianceStore;
  network: NetworkStore;
  watch: WorkflowWatch;
}

/** A scan of something that the caller does not see is not there for them. */
export async function findScan(
  { compliance, network }: KnownScans,
  scanId: string,
  caller: Caller,
): Promise<ScanItem> {
  const notFound = () => missing('ScanNotFound', 'no such scan');
  const scan = await compliance.scan(scanId);
  if (!scan) throw notFound();
  const { regionId, stationId } = scan.scope;
  const station = stationId === undefined ? null : await network.station(stationId);
  caller.allow(
    stationId === undefined
      ? regionId === undefined
        ? {}
        : { regionId }
      : { stationId, ...(station ? { regionId: station.regionId } : {}) },
    notFound,
  );
  return scan;
}

/** The executions of a scan: whether the last one runs, and the name of the next one; null when all are used up. */
export async function executionsOf(
  { watch }: Pick<KnownScans, 'watch'>,
  scanId: string,
): Promise<{ running: boolean; next: string | null }> {
  for (const name of executionNames(scanId)) {
    const execution = await watch.execution('compliance-scan', name);
    if (execution === null) return { running: false, next: name };
    if (execution.running) return { running: true, next: null };
  }
  return { running: false, next: null };
}

export const isRunning = async (ports: KnownScans, scan: ScanItem): Promise<boolean> =>
  scan.pendingShards !== undefined && (await executionsOf(ports, scan.scanId)).running;
