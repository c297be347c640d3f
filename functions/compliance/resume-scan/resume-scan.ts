import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { Workflows } from '../../../packages/lambda/workflows.ts';
import { executionsOf, findScan, type KnownScans } from '../known-scan.ts';
import { shardsPerBatch } from '../open-scan.ts';
import { shownScan } from '../scan-shape.ts';

interface Ports extends KnownScans {
  workflows: Workflows;
  clock: Clock;
}

/** Only what is left is looked at again, for the scan's own instant: the result is the same as without the stop. */
export const resumeScan =
  (ports: Ports) =>
  async ({ scanId }: { scanId: string }, caller: Caller): Promise<Answer> => {
    const scan = await findScan(ports, scanId, caller);
    const shards = [...(scan.pendingShards ?? [])].sort((a, b) => a - b);
    const { running, next } = await executionsOf(ports, scanId);
    if (shards.length > 0 && !running) {
      if (next === null) throw refused('ScanUsedUp', 'it was resumed too often; start a new one');
      const { personId, subject } = caller.subject;
      const by = personId ?? subject;
      if (!(await ports.compliance.noteResumed(scanId, by, instant(ports.clock.now()))))
        return { status: 202, body: shownScan(await findScan(ports, scanId, caller), false) };
      const perBatch = shardsPerBatch(await ports.network.estimateStations(shards[0] ?? 0));
      await ports.workflows.start('compliance-scan', next, { scanId, shards, shardsPerBatch: perBatch });
    }
    return { status: 202, body: shownScan(scan, true) };
  };
