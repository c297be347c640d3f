import * as z from 'zod/mini';
import { auditId, instant, position } from '../../../packages/contracts/fields.ts';
import { givenAnswer } from '../given-answers.ts';

export const input = { path: z.strictObject({ auditId, position }) };

/** `savedAt` is null where nothing was saved yet; `sentBack` is HQ's reason where it sent the position back. */
export const output = {
  200: z.strictObject({
    answers: z.array(givenAnswer),
    savedAt: z.nullable(instant),
    sentBack: z.nullable(z.string()),
  }),
};
