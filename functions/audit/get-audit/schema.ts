import * as z from 'zod/mini';
import { auditShape } from '../../../packages/contracts/audit-shapes.ts';
import { auditId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ auditId }) };

export const output = { 200: auditShape };
