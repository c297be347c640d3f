import * as z from 'zod/mini';
import { cursor, limit, regionId } from '../../../packages/contracts/fields.ts';
import { stationShape } from '../../../packages/contracts/network-shapes.ts';

export const input = {
  path: z.strictObject({ regionId }),
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};

export const output = {
  200: z.strictObject({ items: z.array(stationShape), next: z.optional(cursor) }),
};
