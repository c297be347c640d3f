import * as z from 'zod/mini';
import { day, position, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { breachShape } from '../breach-shape.ts';

export const input = {
  path: z.strictObject({ stationId }),
  /** A day in the past; today when it is left out. */
  query: z.strictObject({ on: z.optional(day) }),
};

export const output = {
  200: z.strictObject({
    stationId,
    regionId,
    on: day,
    /** The day of the snapshot that holds for the day asked for: nothing has changed since. */
    since: day,
    band: z.string(),
    seats: z.array(
      z.strictObject({
        position,
        required: z.number(),
        /** Fewer lasting holders than this is a breach. */
        least: z.number(),
        holders: z.number(),
        acting: z.number(),
      }),
    ),
    coverage: z.strictObject({ certified: z.number(), of: z.number() }),
    open: z.array(breachShape),
  }),
};
