import { readFileSync } from 'node:fs';
import type { StationAuditCost } from './count-station-audit.ts';

export const limits = [
  'transitions',
  'lambdaCalls',
  'writeUnits',
  'readUnits',
  'events',
  'largestPayloadBytes',
  'longestHistoryEvents',
] as const;
export type Limit = (typeof limits)[number];

/** The committed counts; a figure above its baseline fails, one below invites to lower it. */
export const baseline = (
  JSON.parse(readFileSync(new URL('baseline.json', import.meta.url), 'utf8')) as {
    stationAudit: Record<Limit, number>;
  }
).stationAudit;

/**
 * What the trail adds to any design: an entry of its own for each of the 16 answers, the opening and the closing, because
 * they are days apart and a chain grows by a write.
 */
const trailUnits = 18;

/** What the design has to reach for the whole audit, review and correction included. */
export const targets: Partial<Record<Limit, number>> = {
  transitions: 8,
  lambdaCalls: 42,
  writeUnits: 45 + trailUnits,
  readUnits: 30,
};

/** The figures that have grown beyond the baseline. */
export const regressions = (cost: StationAuditCost): string[] =>
  limits
    .filter((limit) => cost[limit] > baseline[limit])
    .map((limit) => `${limit}: ${cost[limit]}, baseline ${baseline[limit]}`);
