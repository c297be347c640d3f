import * as z from 'zod/mini';

export const answerWord = z.enum(['satisfied', 'partly', 'not', 'not-applicable']);
export const itemId = z.string().check(z.trim(), z.minLength(1), z.maxLength(40));

/** An answer as it is handed in. */
export const givenAnswer = z.strictObject({
  item: itemId,
  answer: answerWord,
  remark: z.optional(z.string().check(z.maxLength(500))),
  /** A reference to where the proof is kept; never the proof itself. */
  evidence: z.optional(z.string().check(z.maxLength(200))),
});
