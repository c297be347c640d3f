import * as z from 'zod/mini';
import { auditId, instant, position } from '../../../packages/contracts/fields.ts';
import { givenAnswer } from '../given-answers.ts';

export const input = {
  path: z.strictObject({ auditId, position }),
  body: z.strictObject({ answers: z.array(givenAnswer).check(z.maxLength(100)) }),
};

/** `missing`: items that are still to be answered before the position can be submitted. */
export const output = { 200: z.strictObject({ savedAt: instant, missing: z.array(z.string()) }) };
