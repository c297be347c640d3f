import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';
import { reason } from '../campaign-command.ts';

export const input = { path: z.strictObject({ auditId }), body: z.strictObject({ reason }) };

export const output = { 200: z.strictObject({ auditId, status: z.literal('cancelled') }) };
