import * as z from 'zod/mini';
import { month, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, month }),
  body: z.strictObject({ visits: z.int().check(z.minimum(0), z.maximum(20000)) }),
};

export const output = {
  200: z.strictObject({ stationId, month, visits: z.number() }),
};
