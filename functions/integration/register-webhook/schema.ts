import * as z from 'zod/mini';
import { regionId } from '../../../packages/contracts/fields.ts';
import { newWebhookShape, outgoingEvent, webhookShape } from '../../../packages/contracts/webhook-shapes.ts';

export const input = {
  body: z.strictObject({
    url: z.string().check(z.trim(), z.minLength(1), z.maxLength(500)),
    /** Left out or empty = every event that other systems are told. */
    events: z.optional(z.array(outgoingEvent).check(z.maxLength(100))),
    regionId: z.optional(regionId),
  }),
};

/** A command repeated under one key registers one endpoint; the repeat is answered without the secret. */
export const headers = z.strictObject({ 'idempotency-key': z.optional(z.string()) });

export const output = { 200: webhookShape, 201: newWebhookShape };
