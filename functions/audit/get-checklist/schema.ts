import * as z from 'zod/mini';
import { auditId, position } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ auditId, position }) };
