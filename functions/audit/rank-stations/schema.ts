import * as z from 'zod/mini';
import { score } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId, cursor, grade, limit, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = {
  path: z.strictObject({ campaignId }),
  query: z.strictObject({
    regionId: z.optional(regionId),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = {
  200: z.strictObject({
    items: z.array(
      z.strictObject({
        stationId,
        regionId,
        name: z.string(),
        score,
        grade,
        openCritical: count,
        /** 1 = best; equal stations share a rank. */
        rank: count,
        rankInRegion: count,
      }),
    ),
    total: count,
    next: z.optional(cursor),
  }),
};
