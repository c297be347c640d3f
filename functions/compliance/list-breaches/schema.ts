import * as z from 'zod/mini';
import { cursor, limit, regionId } from '../../../packages/contracts/fields.ts';
import { breachRule, breachSeverity, stationBreachShape } from '../breach-shape.ts';

export const input = {
  query: z.strictObject({
    regionId: z.optional(regionId),
    rule: z.optional(breachRule),
    severity: z.optional(breachSeverity),
    /** `true`: only those whose last day has passed. */
    overdue: z.optional(z.enum(['true', 'false'])),
    cursor: z.optional(cursor),
    /** Stations of a page. */
    limit: z.optional(limit),
  }),
};

/** All of a station stand on one page. A page may hold none and still have a next one: filters look at what was read. */
export const output = {
  200: z.strictObject({ items: z.array(stationBreachShape), next: z.optional(cursor) }),
};
