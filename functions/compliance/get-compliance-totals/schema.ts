import * as z from 'zod/mini';
import { day, regionId } from '../../../packages/contracts/fields.ts';
import { totalsShape } from '../totals-shape.ts';

export const input = {
  /** A day in the past; today when it is left out. */
  query: z.strictObject({ regionId: z.optional(regionId), on: z.optional(day) }),
};

export const output = {
  200: z.strictObject({
    on: day,
    total: totalsShape,
    regions: z.array(z.strictObject({ regionId, totals: totalsShape })),
  }),
};
