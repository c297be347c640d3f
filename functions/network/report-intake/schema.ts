import * as z from 'zod/mini';
import { month, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId, month }),
  /** What is no count of visits is said by the rules, with the month. */
  body: z.strictObject({ visits: z.number() }),
};

export const output = {
  200: z.strictObject({ stationId, month, visits: z.number() }),
};
