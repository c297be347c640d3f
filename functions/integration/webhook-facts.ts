import type { DeliveryItem, WebhookItem } from '../../packages/table/items.ts';

/** An endpoint as the API shows it: never with its secret. */
export const webhookFacts = ({
  webhookId,
  url,
  events,
  regionId,
  status,
  failingSince,
  createdAt,
}: WebhookItem) => ({
  webhookId,
  url,
  events,
  ...(regionId === undefined ? {} : { regionId }),
  status,
  ...(failingSince === undefined ? {} : { failingSince }),
  createdAt,
});

/** A delivery as the API shows it: what became of it, and not what it said. */
export const deliveryFacts = ({
  deliveryId,
  event,
  occurredAt,
  status,
  attempts,
  plannedAt,
  lastAttemptAt,
  nextAttemptAt,
  answeredWith,
  error,
}: DeliveryItem) => ({
  deliveryId,
  event,
  occurredAt,
  status,
  attempts,
  plannedAt,
  ...(lastAttemptAt === undefined ? {} : { lastAttemptAt }),
  ...(nextAttemptAt === undefined ? {} : { nextAttemptAt }),
  ...(answeredWith === undefined ? {} : { answeredWith }),
  ...(error === undefined ? {} : { error }),
});
