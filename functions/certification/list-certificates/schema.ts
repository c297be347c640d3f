import * as z from 'zod/mini';
import { cursor, limit, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { certificateShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  query: z.strictObject({
    stationId: z.optional(stationId),
    /** Of HQ and region managers, instead of a station; HQ sees the whole network without either. */
    regionId: z.optional(regionId),
    /** Only those that end within so many days, or have ended. */
    within: z.optional(
      z.pipe(
        z.pipe(
          z.string().check(z.regex(/^\d{1,3}$/, '0…999')),
          z.transform((text: string) => Number(text)),
        ),
        z.number(),
      ),
    ),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = { 200: z.strictObject({ items: z.array(certificateShape), next: z.optional(cursor) }) };
