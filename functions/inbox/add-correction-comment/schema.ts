import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { commentShape, commentText } from '../comment-shape.ts';

export const input = {
  path: z.strictObject({ nonconformityId }),
  body: z.strictObject({ text: commentText }),
};

export const output = { 201: commentShape };
