import * as z from 'zod/mini';
import { certificationId, day } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

const text = z.string().check(z.trim(), z.minLength(1), z.maxLength(300));

export const input = {
  path: z.strictObject({ certificationId }),
  body: z.strictObject({
    /** As the certification names it: `education`, `statutory-certificate:driving-licence`. */
    prerequisite: z.string().check(z.maxLength(80)),
    /** Where the paper is kept; never the paper itself. */
    evidence: z.optional(text),
    /** Of a statutory certificate: its first day, and the last one where the law sets none or a review prolonged it. */
    issuedOn: z.optional(day),
    validUntil: z.optional(day),
    /** Why HQ lets the person go on without it. */
    waiver: z.optional(text),
  }),
};

export const output = { 200: certificationShape };
