import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import { findScan, isRunning, type KnownScans } from '../known-scan.ts';
import { shownScan } from '../scan-shape.ts';

export const getScan =
  (ports: KnownScans) =>
  async ({ scanId }: { scanId: string }, caller: Caller): Promise<Answer> => {
    const scan = await findScan(ports, scanId, caller);
    return { status: 200, body: shownScan(scan, await isRunning(ports, scan)) };
  };
