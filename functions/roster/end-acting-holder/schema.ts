import * as z from 'zod/mini';
import { personId, position, stationId } from '../../../packages/contracts/fields.ts';
import { actingShape } from '../acting-shape.ts';

export const input = { path: z.strictObject({ stationId, position, personId }) };

export const output = { 200: actingShape };
