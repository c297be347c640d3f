import * as z from 'zod/mini';
import { stationId } from '../../../packages/contracts/fields.ts';
import { day, entryNumber, exportPage } from '../../../packages/contracts/trail-shapes.ts';

export const input = {
  path: z.strictObject({ stationId }),
  query: z.strictObject({ anchor: z.optional(day), after: z.optional(entryNumber) }),
};

export const output = { 200: exportPage };
