import * as z from 'zod/mini';
import { cursor, limit, regionId } from '../../../packages/contracts/fields.ts';
import { nonconformityShape, severity } from '../../../packages/contracts/nonconformity-shapes.ts';

export const input = {
  query: z.strictObject({
    regionId: z.optional(regionId),
    severity: z.optional(severity),
    /** `true`: only those of which a due date has passed. */
    overdue: z.optional(z.enum(['true', 'false'])),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

/** A page may hold fewer than asked for, or none, and still have a next one: filters look at what was read. */
export const output = {
  200: z.strictObject({ items: z.array(nonconformityShape), next: z.optional(cursor) }),
};
