import * as z from 'zod/mini';
import { position, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { type Role, rights } from '../../../packages/domain/access/may.ts';

export const input = {};

export const output = {
  200: z.strictObject({
    subject: z.string(),
    role: z.enum(Object.keys(rights) as Role[]),
    regionId: z.optional(regionId),
    stationId: z.optional(stationId),
    personId: z.optional(z.string()),
    positions: z.optional(z.array(position)),
    /** People whom the subject stands in for today. */
    standsInFor: z.optional(z.array(z.string())),
  }),
};
