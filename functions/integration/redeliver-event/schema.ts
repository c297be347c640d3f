import * as z from 'zod/mini';
import { deliveryId, webhookId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ webhookId, deliveryId }) };

export const output = { 202: z.strictObject({ deliveryId, status: z.literal('pending') }) };
