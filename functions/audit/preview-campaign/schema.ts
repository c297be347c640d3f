import * as z from 'zod/mini';
import {
  auditId,
  edition,
  instant,
  position,
  regionId,
  stationId,
} from '../../../packages/contracts/fields.ts';
import { campaignForm } from '../campaign-form.ts';

export const input = { body: z.strictObject(campaignForm) };

const count = z.int().check(z.minimum(0));
const hours = z.number().check(z.minimum(0));
const burden = { stations: count, items: count, minutes: count, hours };
const station = { stationId, name: z.string() };

export const output = {
  200: z.strictObject({
    edition,
    opensAt: instant,
    dueAt: instant,
    closesAt: instant,
    /** Positions that are asked of at least one station. */
    positions: z.array(position),
    /** Damaged stations are refused whether they are in scope or not, because nobody can tell. */
    stations: z.strictObject({ asked: count, refused: count }),
    /** Of all stations asked. */
    items: count,
    minutes: count,
    hours,
    perStation: z.strictObject({ maxHours: hours, medianHours: hours }),
    regions: z.array(z.strictObject({ regionId, ...burden })),
    /** The first 500 by station id; `stations.refused` counts all. */
    refusals: z.array(
      z.strictObject({
        stationId: z.string(),
        name: z.string(),
        reason: z.enum(['no-position-to-audit', 'station-unreadable']),
      }),
    ),
    /** Whether open audits were looked for; they are not above `upTo` stations. */
    openAudits: z.strictObject({ checked: z.boolean(), upTo: count }),
    warnings: z.strictObject({
      /** How many there are; the lists hold the first 500 by station id. */
      burdenAboveLimit: count,
      auditsOpen: count,
      limitHours: hours,
      heavy: z.array(z.strictObject({ ...station, hours })),
      open: z.array(z.strictObject({ ...station, auditId, dueAt: instant })),
    }),
  }),
};
