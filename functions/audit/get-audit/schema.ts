import * as z from 'zod/mini';
import { auditId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ auditId }) };
