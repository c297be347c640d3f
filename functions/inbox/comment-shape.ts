import * as z from 'zod/mini';
import { instant } from '../../packages/contracts/fields.ts';

export const commentShape = z.strictObject({ text: z.string(), by: z.string(), at: instant });
