import * as z from 'zod/mini';
import { auditShape } from '../../../packages/contracts/audit-shapes.ts';
import { cursor, limit } from '../../../packages/contracts/fields.ts';

export const input = {
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};

export const output = { 200: z.strictObject({ items: z.array(auditShape), next: z.optional(cursor) }) };
