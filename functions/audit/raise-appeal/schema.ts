import * as z from 'zod/mini';
import { auditId, position } from '../../../packages/contracts/fields.ts';
import { appealShape } from '../appeal-facts.ts';
import { answerWord, itemId } from '../given-answers.ts';

export const input = {
  path: z.strictObject({ auditId }),
  body: z.strictObject({
    position,
    item: itemId,
    /** What should count instead. */
    answer: answerWord,
    reason: z.string().check(z.trim(), z.minLength(2), z.maxLength(1000)),
    /** A reference to where the proof is kept; never the proof itself. */
    evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(200)),
  }),
};

export const output = { 200: appealShape };
