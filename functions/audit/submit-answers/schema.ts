import * as z from 'zod/mini';
import { auditId, position } from '../../../packages/contracts/fields.ts';
import { givenAnswer } from '../given-answers.ts';

export const input = {
  path: z.strictObject({ auditId, position }),
  body: z.strictObject({
    answers: z.array(givenAnswer).check(z.minLength(1), z.maxLength(100)),
  }),
};

/** `pending`: the positions that the audit still waits for. */
export const output = { 200: z.strictObject({ accepted: z.literal(true), pending: z.array(position) }) };
