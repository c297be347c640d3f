import * as z from 'zod/mini';
import { certificateNumber } from '../../../packages/contracts/fields.ts';
import { certificateShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ number: certificateNumber }),
  body: z.strictObject({
    decision: z.enum(['suspend', 'reinstate', 'revoke']),
    /** Of a suspension. */
    cause: z.optional(z.enum(['critical-finding', 'proven-complaint'])),
    reason: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
    /** How and until when the holder may object, or what became of an objection. */
    appealNote: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  }),
};

export const output = { 200: certificateShape };
