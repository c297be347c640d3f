import * as z from 'zod/mini';
import { cursor, day, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = {
  body: z.strictObject({
    /** A region or a station. */
    regionId: z.optional(regionId),
    stationId: z.optional(stationId),
    /** Today unless given. */
    from: z.optional(day),
    cursor: z.optional(cursor),
  }),
};

export const output = {
  200: z.strictObject({
    from: day,
    /** Looked at in this call, and how many of them had not begun before. */
    stations: count,
    begun: count,
    next: z.optional(cursor),
  }),
};
