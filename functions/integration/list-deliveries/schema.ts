import * as z from 'zod/mini';
import { cursor, limit, webhookId } from '../../../packages/contracts/fields.ts';
import { deliveryShape } from '../../../packages/contracts/webhook-shapes.ts';

export const input = {
  path: z.strictObject({ webhookId }),
  query: z.strictObject({ cursor: z.optional(cursor), limit: z.optional(limit) }),
};

export const output = {
  200: z.strictObject({ items: z.array(deliveryShape), next: z.optional(cursor) }),
};
