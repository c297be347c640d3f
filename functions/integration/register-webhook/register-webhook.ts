import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { inputRejected, refused } from '../../../packages/domain/errors.ts';
import { webhookId } from '../../../packages/domain/ids.ts';
import { checkWebhookUrl, webhooksAtMost } from '../../../packages/domain/integration/webhook-rules.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { WebhookItem } from '../../../packages/table/items.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { webhookFacts } from '../webhook-facts.ts';

interface Input {
  url: string;
  events?: string[] | undefined;
  regionId?: string | undefined;
}

interface Ports {
  webhooks: WebhookStore;
  network: NetworkStore;
  isPublic(address: string): boolean;
  loopbackAllowed: boolean;
  clock: Clock;
  /** A new unique text of 26 lower-case letters and digits. */
  unique(): string;
  hash(value: unknown, length?: number): string;
  newSecret(): string;
}

/** Registers an endpoint. The secret is in this one answer and can never be read again. */
export const registerWebhook =
  (ports: Ports) =>
  async (input: Input, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'webhooks are for the network', { status: 403 }));
    const key = caller.idempotencyKey;
    const id = webhookId(key ? ports.hash([caller.subject.subject, key], 26) : ports.unique());
    const commandHash = ports.hash(input);
    const before = key ? await ports.webhooks.webhook(id) : null;
    if (before) return repeated(before, commandHash);

    const problems = checkWebhookUrl(input.url, ports.loopbackAllowed, ports.isPublic);
    if (input.regionId !== undefined) {
      const regions = (await ports.network.allRegions()).map(({ regionId }) => regionId);
      if (!regions.includes(input.regionId))
        problems.push({
          field: 'regionId',
          code: 'unknown-region',
          value: input.regionId,
          allowed: regions.join(', '),
        });
    }
    if (problems.length > 0) throw inputRejected(problems);
    if ((await ports.webhooks.webhooks()).length >= webhooksAtMost)
      throw refused('WebhookLimitReached', 'no more webhooks', { details: { atMost: webhooksAtMost } });

    const now = instant(ports.clock.now());
    const secret = ports.newSecret();
    const webhook = {
      webhookId: id,
      url: input.url,
      events: [...new Set(input.events ?? [])].sort(),
      ...(input.regionId === undefined ? {} : { regionId: input.regionId }),
      createdAt: now,
      commandHash,
      changedBy: caller.subject.personId ?? caller.subject.subject,
      changedAt: now,
    };
    if (await ports.webhooks.register(webhook, secret))
      return {
        status: 201,
        body: { ...webhookFacts({ type: 'webhook', v: 1, ...webhook, status: 'active' }), secret },
      };
    const other = await ports.webhooks.webhook(id);
    if (!other) throw new Error('a webhook that was there is gone');
    return repeated(other, commandHash);
  };

/** Whoever lost the answer that held the secret has a new one made. */
function repeated(before: WebhookItem, commandHash: string): Answer {
  if (before.commandHash !== commandHash)
    throw refused('CommandReused', 'the idempotency key belongs to another command');
  return { status: 200, body: webhookFacts(before) };
}
