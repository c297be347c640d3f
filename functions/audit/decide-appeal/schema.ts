import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import { appealShape } from '../appeal-facts.ts';
import { answerWord, itemId } from '../given-answers.ts';

export const input = {
  path: z.strictObject({ auditId, item: itemId }),
  body: z.strictObject({
    decision: z.enum(['uphold', 'reject']),
    /** With `uphold`: what counts from now on; what was claimed when it is left out. */
    answer: z.optional(answerWord),
    reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(1000)),
  }),
};

export const output = { 200: appealShape };
