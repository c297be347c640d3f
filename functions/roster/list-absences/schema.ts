import * as z from 'zod/mini';
import { stationId } from '../../../packages/contracts/fields.ts';
import { absenceShape } from '../absence-shape.ts';

export const input = { path: z.strictObject({ stationId }) };

export const output = { 200: z.strictObject({ items: z.array(absenceShape) }) };
