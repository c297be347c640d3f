import * as z from 'zod/mini';
import { reportId } from '../../../packages/contracts/fields.ts';
import { reportShape } from '../../../packages/contracts/report-shapes.ts';

export const input = { path: z.strictObject({ reportId }) };

export const output = { 200: reportShape };
