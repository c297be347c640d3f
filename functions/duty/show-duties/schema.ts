import * as z from 'zod/mini';
import { calendarShape } from '../../../packages/contracts/duty-shapes.ts';
import { day, position, stationId } from '../../../packages/contracts/fields.ts';

export const input = {
  path: z.strictObject({ stationId }),
  /** Days, both included; the running month unless given. */
  query: z.strictObject({ from: z.optional(day), to: z.optional(day), position: z.optional(position) }),
};

export const output = { 200: calendarShape };
