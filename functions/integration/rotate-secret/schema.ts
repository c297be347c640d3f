import * as z from 'zod/mini';
import { instant, webhookId } from '../../../packages/contracts/fields.ts';
import { secret } from '../../../packages/contracts/webhook-shapes.ts';

export const input = { path: z.strictObject({ webhookId }) };

/** Until `previousUntil` deliveries bear a signature by the secret before as well. */
export const output = { 200: z.strictObject({ webhookId, secret, previousUntil: instant }) };
