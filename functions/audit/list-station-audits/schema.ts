import * as z from 'zod/mini';
import { auditShape, auditStage } from '../../../packages/contracts/audit-shapes.ts';
import { cursor, limit, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId }),
  query: z.strictObject({
    status: z.optional(auditStage),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = {
  200: z.strictObject({ items: z.array(auditShape), next: z.optional(cursor) }),
};
