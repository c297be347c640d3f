import * as z from 'zod/mini';
import { stationId } from '../../../packages/contracts/fields.ts';
import { stationShape } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ stationId }) };

export const output = { 200: stationShape };
