import * as z from 'zod/mini';
import { auditShape } from '../../../packages/contracts/audit-shapes.ts';
import { auditId, position } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ auditId }) };

/** `yours`: open positions that the caller may answer. */
export const output = { 200: z.extend(auditShape, { yours: z.array(position) }) };
