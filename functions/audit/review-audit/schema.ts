import * as z from 'zod/mini';
import { auditId, position } from '../../../packages/contracts/fields.ts';
import { answerWord, itemId } from '../given-answers.ts';

const reason = z.string().check(z.trim(), z.minLength(2), z.maxLength(500));

export const input = {
  path: z.strictObject({ auditId }),
  body: z.strictObject({
    decision: z.enum(['accept', 'send-back']),
    /** With `accept`: items that HQ sees otherwise than the station. */
    corrections: z.optional(
      z.array(z.strictObject({ position, item: itemId, answer: answerWord, reason })).check(z.maxLength(200)),
    ),
    /** With `send-back`: positions to be submitted again. */
    positions: z.optional(
      z.array(z.strictObject({ position, reason })).check(z.minLength(1), z.maxLength(50)),
    ),
  }),
};

export const output = {
  200: z.strictObject({ decision: z.enum(['accept', 'send-back']), pending: z.array(position) }),
};
