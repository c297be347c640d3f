import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ certificationId }),
  body: z.strictObject({
    decision: z.enum(['approve', 'turn-down']),
    /** Of a decision to turn it down. */
    reason: z.optional(z.string().check(z.trim(), z.minLength(1), z.maxLength(500))),
  }),
};

export const output = { 200: certificationShape };
