import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import { commentShape } from '../comment-shape.ts';

export const input = { path: z.strictObject({ auditId }) };

export const output = { 200: z.strictObject({ items: z.array(commentShape) }) };
