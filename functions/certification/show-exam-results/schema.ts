import * as z from 'zod/mini';
import { position } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ position }) };

const text = z.strictObject({ zh: z.string(), en: z.string() });

export const output = {
  200: z.strictObject({
    position,
    version: z.number(),
    papers: z.number(),
    passed: z.number(),
    /** Percent. */
    meanScore: z.nullable(z.number()),
    /** The hardest first. */
    questions: z.array(
      z.strictObject({
        id: z.string(),
        topic: z.enum(['duty', 'rule', 'safety']),
        text,
        asked: z.number(),
        right: z.number(),
        why: z.optional(text),
      }),
    ),
  }),
};
