import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import { commentShape } from '../comment-shape.ts';

export const input = {
  path: z.strictObject({ auditId }),
  body: z.strictObject({ text: z.string().check(z.trim(), z.minLength(1), z.maxLength(1000)) }),
};

export const output = { 201: commentShape };
