import * as z from 'zod/mini';
import { day, personId, position, stationId } from '../../../packages/contracts/fields.ts';
import { actingShape } from '../acting-shape.ts';

export const input = {
  path: z.strictObject({ stationId, position, personId }),
  body: z.strictObject({
    /** Left out = today. */
    from: z.optional(day),
    /** The last day. */
    until: day,
    /** Why HQ lets it be although the standard bars the combination. */
    exception: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  }),
};

export const output = { 200: actingShape };
