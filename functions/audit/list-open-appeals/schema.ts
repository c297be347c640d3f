import * as z from 'zod/mini';
import { cursor, limit } from '../../../packages/contracts/fields.ts';
import { appealShape } from '../appeal-facts.ts';

export const input = {
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};

export const output = { 200: z.strictObject({ items: z.array(appealShape), next: z.optional(cursor) }) };
