import * as z from 'zod/mini';
import { nonconformityId } from '../../../packages/contracts/fields.ts';
import { commentShape } from '../comment-shape.ts';

export const input = { path: z.strictObject({ nonconformityId }) };

export const output = { 200: z.strictObject({ items: z.array(commentShape) }) };
