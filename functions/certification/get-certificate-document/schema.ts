import * as z from 'zod/mini';
import { certificateNumber } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ number: certificateNumber }),
  query: z.strictObject({ language: z.optional(z.enum(['zh', 'en'])) }),
};

export const output = {};

export const media = { 200: 'application/pdf' };
