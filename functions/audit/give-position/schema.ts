import * as z from 'zod/mini';
import { auditId, personId, position, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ auditId, position }),
  body: z.strictObject({
    /** null takes the position back. */
    personId: z.nullable(personId),
    /** The person's station where it is another one; HQ only. */
    stationId: z.optional(stationId),
  }),
};

export const output = { 200: z.strictObject({ position, personId: z.nullable(personId) }) };
