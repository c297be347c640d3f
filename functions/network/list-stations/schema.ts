import * as z from 'zod/mini';
import { cursor, limit, regionId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ regionId }),
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};
