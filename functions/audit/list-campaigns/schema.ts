import * as z from 'zod/mini';
import { cursor, limit } from '../../../packages/contracts/fields.ts';

export const input = { query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }) };
