import { isAfter, readCursor, writeCursor } from '../../../packages/contracts/cursor.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { deliveryFacts } from '../webhook-facts.ts';

interface Input {
  webhookId: string;
  cursor?: string | undefined;
  limit?: number | undefined;
}

const notFound = () => missing('WebhookNotFound', 'no such webhook');
const place = isAfter(/^\d{4}-\d{2}-\d{2}T[\d:.]+Z#msg_[0-9a-f]{26}$/);

/** A page of an endpoint's deliveries, without what they said. */
export const listDeliveries =
  (ports: { webhooks: WebhookStore }) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, notFound);
    if (!(await ports.webhooks.webhook(input.webhookId))) throw notFound();
    const after = readCursor(input.cursor, place)?.after;
    const { items, next } = await ports.webhooks.deliveriesOfWebhook(
      input.webhookId,
      input.limit ?? 100,
      after,
    );
    return {
      status: 200,
      body: { items: items.map(deliveryFacts), ...(next ? { next: writeCursor({ after: next }) } : {}) },
    };
  };
