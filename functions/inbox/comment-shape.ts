import * as z from 'zod/mini';
import { instant } from '../../packages/contracts/fields.ts';

export const commentShape = z.strictObject({ text: z.string(), by: z.string(), at: instant });
export const commentText = z.string().check(z.trim(), z.minLength(1), z.maxLength(1000));
