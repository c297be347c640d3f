import * as z from 'zod/mini';
import { auditShape, auditStage } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId, cursor, limit, regionId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ campaignId }),
  query: z.strictObject({
    status: z.optional(auditStage),
    regionId: z.optional(regionId),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = {
  200: z.strictObject({ items: z.array(auditShape), next: z.optional(cursor) }),
};
