import * as z from 'zod/mini';
import { certificateNumber } from '../../../packages/contracts/fields.ts';
import { certificateShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ number: certificateNumber }),
  body: z.strictObject({
    /** Hours since the certificate was issued, those recorded before included. */
    hours: z.int().check(z.minimum(1), z.maximum(1000)),
    /** Where the training record is kept. */
    evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
  }),
};

export const output = { 200: certificateShape };
