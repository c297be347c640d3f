import * as z from 'zod/mini';
import { dutyId, period } from '../../../packages/contracts/duty-shapes.ts';
import { day } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ dutyId, period }),
  body: z.strictObject({ day }),
};

export const output = { 200: z.strictObject({ dutyId, period: z.string(), day }) };
