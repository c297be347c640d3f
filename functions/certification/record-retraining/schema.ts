import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ certificationId }),
  /** Where the attendance list is kept. */
  body: z.strictObject({ evidence: z.string().check(z.trim(), z.minLength(1), z.maxLength(300)) }),
};

export const output = { 200: certificationShape };
