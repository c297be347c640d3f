import * as z from 'zod/mini';
import { certificationId } from '../../../packages/contracts/fields.ts';
import { certificationShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ certificationId }),
  /** Points by step of the rubric; every step is given. */
  body: z.strictObject({ points: z.record(z.string().check(z.maxLength(24)), z.number()) }),
};

export const output = { 200: certificationShape };
