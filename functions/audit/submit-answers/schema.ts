import * as z from 'zod/mini';
import { auditId, position } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ auditId, position }),
  body: z.strictObject({
    answers: z
      .array(
        z.strictObject({
          item: z.string().check(z.minLength(1), z.maxLength(40)),
          answer: z.enum(['satisfied', 'partly', 'not', 'not-applicable']),
          remark: z.optional(z.string().check(z.maxLength(500))),
          /** A reference to where the proof is kept; never the proof itself. */
          evidence: z.optional(z.string().check(z.maxLength(200))),
        }),
      )
      .check(z.minLength(1), z.maxLength(100)),
  }),
};

/** `pending`: the positions that the audit still waits for. */
export const output = { 200: z.strictObject({ accepted: z.literal(true), pending: z.array(position) }) };
