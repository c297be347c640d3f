import * as z from 'zod/mini';
import { scanId } from '../../../packages/contracts/fields.ts';
import { scanShape } from '../scan-shape.ts';

export const input = { path: z.strictObject({ scanId }) };
export const output = { 202: scanShape };
