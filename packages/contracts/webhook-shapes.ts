import * as z from 'zod/mini';
import { type EventName, outgoingEvents } from './events.ts';
import { deliveryId, instant, regionId, webhookId } from './fields.ts';
import { count } from './network-shapes.ts';

export const outgoingEvent = z.enum(outgoingEvents as [EventName, ...EventName[]]);

const webhook = {
  webhookId,
  url: z.string(),
  /** Empty = every event that other systems are told. */
  events: z.array(z.string()),
  regionId: z.optional(regionId),
  status: z.enum(['active', 'paused']),
  /** Since when nothing has been taken. */
  failingSince: z.optional(instant),
  createdAt: instant,
};
export const webhookShape = z.strictObject(webhook);

/** Shown once; nobody can read it again. */
export const secret = z.string().check(z.regex(/^whsec_[A-Za-z0-9+/]{43}=$/, 'webhook secret'));

export const newWebhookShape = z.strictObject({ ...webhook, secret });

export const deliveryShape = z.strictObject({
  deliveryId,
  event: z.string(),
  occurredAt: instant,
  status: z.enum(['pending', 'held', 'delivered', 'given-up']),
  attempts: count,
  plannedAt: instant,
  lastAttemptAt: z.optional(instant),
  nextAttemptAt: z.optional(instant),
  /** HTTP status of the last answer; missing when there was none. */
  answeredWith: z.optional(count),
  /** `address-not-allowed`, `timed-out`, `unreachable`, or the first letters of the answer. */
  error: z.optional(z.string()),
});
