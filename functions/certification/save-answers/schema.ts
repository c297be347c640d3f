import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { paperAnswers, paperNumber, paperSavedShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ certificationId, paper: paperNumber }),
  body: z.strictObject({ answers: paperAnswers }),
};

export const output = { 200: paperSavedShape };
