import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { missing, unavailable } from '../../../packages/domain/errors.ts';
import { secretOverlapHours } from '../../../packages/domain/integration/webhook-rules.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

interface Ports {
  webhooks: WebhookStore;
  clock: Clock;
  newSecret(): string;
}

const notFound = () => missing('WebhookNotFound', 'no such webhook');

/** The new secret is in this one answer; whoever loses it makes another. */
export const rotateSecret =
  (ports: Ports) =>
  async ({ webhookId }: { webhookId: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, notFound);
    const [webhook, kept] = await Promise.all([
      ports.webhooks.webhook(webhookId),
      ports.webhooks.webhookSecret(webhookId),
    ]);
    if (!webhook || !kept) throw notFound();
    const secret = ports.newSecret();
    const previousUntil = instant(ports.clock.now() + secretOverlapHours * 3_600_000);
    if (!(await ports.webhooks.rotate(kept, secret, previousUntil)))
      throw unavailable('somebody else makes a new secret at this moment');
    return { status: 200, body: { webhookId, secret, previousUntil } };
  };
