import * as z from 'zod/mini';
import { day, entryNumber, exportPage } from '../../../packages/contracts/trail-shapes.ts';

export const input = {
  query: z.strictObject({ anchor: z.optional(day), after: z.optional(entryNumber) }),
};

export const output = { 200: exportPage };
