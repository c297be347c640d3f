import * as z from 'zod/mini';
import { instant, regionId, scanId, stationId } from '../../packages/contracts/fields.ts';
import type { ScanItem } from '../../packages/table/compliance-items.ts';

/** A scan as routes show it. */
export const scanShape = z.strictObject({
  scanId,
  scope: z.strictObject({ regionId: z.optional(regionId), stationId: z.optional(stationId) }),
  /** The instant that everything is reckoned for. */
  at: instant,
  date: z.string(),
  edition: z.string(),
  /** `stopped`: its workflow has ended before everything was looked at; it can be resumed. */
  status: z.enum(['running', 'done', 'stopped']),
  shards: z.number(),
  shardsDone: z.number(),
  /** Stations of the scope that were looked at, and what the scan changed there. */
  stations: z.number(),
  opened: z.number(),
  worsened: z.number(),
  closed: z.number(),
  open: z.number(),
  /** Stations whose facts could not be read. */
  unreadable: z.number(),
});

export function shownScan(
  scan: ScanItem,
  isRunning: boolean,
): { [Name in keyof typeof scanShape.shape]: unknown } {
  const { scanId, scope, at, date, edition, shards, pendingShards } = scan;
  const { stations, opened, worsened, closed, open, unreadable } = scan;
  const pending = pendingShards?.size ?? 0;
  return {
    scanId,
    scope,
    at,
    date,
    edition,
    status: pending === 0 ? 'done' : isRunning ? 'running' : 'stopped',
    shards,
    shardsDone: shards - pending,
    stations,
    opened,
    worsened,
    closed,
    open,
    unreadable,
  };
}
