import * as z from 'zod/mini';
import { stationId } from '../../../packages/contracts/fields.ts';
import { personShape } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ stationId }) };

export const output = { 200: z.strictObject({ items: z.array(personShape) }) };
