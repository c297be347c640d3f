import * as z from 'zod/mini';
import { cursor, day, limit, position, regionId, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  query: z.strictObject({
    stationId: z.optional(stationId),
    /** Of HQ and region managers, instead of a station; HQ sees the whole network without either. */
    regionId: z.optional(regionId),
    /**
     * Whose turn it is; that of the station unless told otherwise. Where a station has nobody for it, it is HQ's.
     */
    turn: z.optional(z.enum(['station', 'hq'])),
    overdue: z.optional(z.enum(['true', 'false'])),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = {
  200: z.strictObject({
    /** By station. */
    items: z.array(
      z.strictObject({
        kind: z.enum(['onboarding', 'certification', 'hand-over']),
        id: z.string(),
        personId: z.string(),
        stationId,
        position,
        part: z.string(),
        owners: z.array(z.string()),
        due: day,
        overdue: z.boolean(),
      }),
    ),
    next: z.optional(cursor),
  }),
};
