import * as z from 'zod/mini';
import { day, personId, stationId } from '../../../packages/contracts/fields.ts';
import { holdsShape } from '../../../packages/contracts/people-shapes.ts';

export const input = {
  path: z.strictObject({ stationId, personId }),
  body: z.strictObject({ on: day }),
};

export const output = { 200: holdsShape };
