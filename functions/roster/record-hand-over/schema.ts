import * as z from 'zod/mini';
import { day, personId, position, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, personId }),
  body: z.strictObject({
    /** The day on which the person left. */
    on: day,
    /** Where the signed sheet is kept. */
    evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
  }),
};

export const output = {
  200: z.strictObject({
    personId: z.string(),
    stationId,
    positions: z.array(position),
    on: day,
    status: z.enum(['open', 'done']),
  }),
};
