import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { webhookFacts } from '../webhook-facts.ts';

/** All of them, the oldest first: there are few. */
export const listWebhooks =
  (ports: { webhooks: WebhookStore }) =>
  async (_input: object, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'webhooks are for the network', { status: 403 }));
    const webhooks = await ports.webhooks.webhooks();
    return {
      status: 200,
      body: { items: webhooks.map(webhookFacts).sort((a, b) => (a.createdAt < b.createdAt ? -1 : 1)) },
    };
  };
