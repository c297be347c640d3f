import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import { commentShape, commentText } from '../comment-shape.ts';

export const input = {
  path: z.strictObject({ auditId }),
  body: z.strictObject({ text: commentText }),
};

export const output = { 201: commentShape };
