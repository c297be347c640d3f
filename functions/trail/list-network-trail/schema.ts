import * as z from 'zod/mini';
import { cursor, limit } from '../../../packages/contracts/fields.ts';
import { object, trailPage } from '../../../packages/contracts/trail-shapes.ts';

export const input = {
  query: z.strictObject({
    object: z.optional(object),
    cursor: z.optional(cursor),
    limit: z.optional(limit),
  }),
};

export const output = { 200: trailPage };
