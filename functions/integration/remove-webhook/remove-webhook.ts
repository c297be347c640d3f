import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

const notFound = () => missing('WebhookNotFound', 'no such webhook');

/** What is on its way to the endpoint is dropped when its turn comes. */
export const removeWebhook =
  (ports: { webhooks: WebhookStore }) =>
  async ({ webhookId }: { webhookId: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, notFound);
    if (!(await ports.webhooks.remove(webhookId))) throw notFound();
    return { status: 200, body: { webhookId, removed: true } };
  };
