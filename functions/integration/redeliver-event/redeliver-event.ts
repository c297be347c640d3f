import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { Queue } from '../../../packages/lambda/queue.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

interface Input {
  webhookId: string;
  deliveryId: string;
}

interface Ports {
  webhooks: WebhookStore;
  queue: Queue;
  clock: Clock;
}

const noWebhook = () => missing('WebhookNotFound', 'no such webhook');

/**
 * Puts a delivery on its way again, with all its attempts. To a paused endpoint it is the knock at the door: once it
 * is taken, the endpoint is active again.
 */
export const redeliverEvent =
  (ports: Ports) =>
  async ({ webhookId, deliveryId }: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, noWebhook);
    if (!(await ports.webhooks.webhook(webhookId))) throw noWebhook();
    const delivery = await ports.webhooks.delivery(webhookId, deliveryId);
    if (!delivery) throw missing('DeliveryNotFound', 'no such delivery');
    await ports.webhooks.askAgain(delivery, {
      changedBy: caller.subject.personId ?? caller.subject.subject,
      changedAt: instant(ports.clock.now()),
    });
    // Who dies here asks again: a pending delivery is put into the queue like any other.
    await ports.queue.send([{ webhookId, deliveryId }]);
    return { status: 202, body: { deliveryId, status: 'pending' } };
  };
