import * as z from 'zod/mini';
import { day, personId, position } from '../../../packages/contracts/fields.ts';
import { certificateShape } from '../../../packages/contracts/people-shapes.ts';

const code = z.string().check(z.regex(/^[A-Za-z0-9-]{1,24}$/, '1–24 × A–Z a–z 0–9 -'));

export const input = {
  path: z.strictObject({ personId }),
  body: z.strictObject({
    position,
    level: code,
    authorisation: z.optional(code),
    validFrom: day,
    /** The last day. */
    validUntil: day,
    /** When the practical was passed last. */
    practicalOn: z.optional(day),
    /** Where the paper is kept. */
    evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)),
    /** Of an authorisation that leans on a statutory certificate. */
    statutory: z.optional(z.strictObject({ issuedOn: z.optional(day), validUntil: z.optional(day) })),
  }),
};

export const output = { 200: certificateShape, 201: certificateShape };
