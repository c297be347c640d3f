import * as z from 'zod/mini';
import { certificateNumber, day } from '../../../packages/contracts/fields.ts';
import { certificateShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ number: certificateNumber }),
  body: z.strictObject({
    issuedOn: day,
    /** As printed; of one that is reviewed, the day until which the last review holds. */
    validUntil: z.optional(day),
    /** Where a copy is kept. */
    evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
  }),
};

export const output = { 200: certificateShape };
