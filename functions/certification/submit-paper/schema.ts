import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { paperAnswers, paperNumber, paperResultShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ certificationId, paper: paperNumber }),
  /** Without answers: those that were saved last are graded. */
  body: z.strictObject({ answers: z.optional(paperAnswers) }),
};

export const output = { 200: paperResultShape };
