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
    /** Why the day of those that have begun is another one; without it they keep theirs. */
    reason: z.optional(z.string().check(z.trim(), z.minLength(2), z.maxLength(300))),
    cursor: z.optional(cursor),
  }),
};

export const output = {
  200: z.strictObject({
    from: day,
    /** Looked at in this call, and how many of them had not begun before. */
    stations: count,
    begun: count,
    /** How many have begun and were given the day instead of theirs. */
    moved: count,
    next: z.optional(cursor),
  }),
};
