import * as z from 'zod/mini';
import { auditId, instant, position } from '../../../packages/contracts/fields.ts';
import { answerWord, givenAnswer, itemId } from '../given-answers.ts';

export const input = { path: z.strictObject({ auditId }) };

export const output = {
  200: z.strictObject({
    auditId,
    positions: z.array(
      z.strictObject({
        position,
        answers: z.array(givenAnswer),
        givenBy: z.string(),
        givenAt: instant,
        /** HQ's reason where the position waits to be submitted again. */
        sentBack: z.nullable(z.string()),
      }),
    ),
    /** HQ's corrections; what counts is the corrected answer. */
    corrections: z.array(z.strictObject({ position, item: itemId, answer: answerWord, reason: z.string() })),
    review: z.nullable(z.strictObject({ by: z.string(), at: instant })),
  }),
};
