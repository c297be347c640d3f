import * as z from 'zod/mini';
import { webhookId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ webhookId }) };

export const output = { 200: z.strictObject({ webhookId, removed: z.literal(true) }) };
