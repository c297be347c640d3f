import * as z from 'zod/mini';
import { personId, stationId } from '../../../packages/contracts/fields.ts';
import { absenceShape } from '../absence-shape.ts';

export const input = {
  path: z.strictObject({ stationId, personId }),
  body: z.strictObject({ deputyId: personId, from: z.iso.date(), to: z.iso.date() }),
};

export const output = { 200: absenceShape };
