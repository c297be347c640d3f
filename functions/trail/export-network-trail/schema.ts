import * as z from 'zod/mini';
import { cursor } from '../../../packages/contracts/fields.ts';
import { day, exportPage } from '../../../packages/contracts/trail-shapes.ts';

export const input = {
  query: z.strictObject({ anchor: z.optional(day), cursor: z.optional(cursor) }),
};

export const output = { 200: exportPage };
