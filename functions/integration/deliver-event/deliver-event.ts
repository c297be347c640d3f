import { type Clock, instant } from '../../../packages/domain/clock.ts';
import {
  attemptsAtMost,
  isLastAttempt,
  isToBePaused,
  pauseAfter,
  secretsInForce,
  webhookBody,
} from '../../../packages/domain/integration/webhook-rules.ts';
import type { CallOutside, OutsideAnswer } from '../../../packages/lambda/call-outside.ts';
import type { Queue, QueueBatch, QueueRecord } from '../../../packages/lambda/queue.ts';
import type { BatchOutcome } from '../../../packages/lambda/stream.ts';
import type { DeliveryItem, WebhookItem } from '../../../packages/table/items.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

interface Ports {
  webhooks: WebhookStore;
  queue: Queue;
  call: CallOutside;
  sign(secrets: readonly string[], id: string, at: number, body: string): Record<string, string>;
  clock: Clock;
  failed(error: unknown, messageId: string): void;
}

const changedBy = 'deliver-event';

/**
 * Works messages side by side, so that one slow endpoint does not hold up the others. A message that is reported as
 * failed comes again after the pause that its attempt set; received as often as the queue allows, it goes to the
 * dead letters.
 */
export const deliverEvent =
  (ports: Ports) =>
  async (batch: QueueBatch): Promise<BatchOutcome> => {
    const outcomes = await Promise.all(
      batch.Records.map(async (record) => {
        try {
          return { record, done: await deliver(ports, record) };
        } catch (error) {
          ports.failed(error, record.messageId);
          return { record, done: false };
        }
      }),
    );
    return {
      batchItemFailures: outcomes
        .filter(({ done }) => !done)
        .map(({ record }) => ({ itemIdentifier: record.messageId })),
    };
  };

/** @returns false when the message has to come again, or to go where the given-up ones are */
async function deliver(ports: Ports, record: QueueRecord): Promise<boolean> {
  const { webhookId, deliveryId } = JSON.parse(record.body) as { webhookId: string; deliveryId: string };
  const [webhook, delivery, kept] = await Promise.all([
    ports.webhooks.webhook(webhookId),
    ports.webhooks.delivery(webhookId, deliveryId),
    ports.webhooks.webhookSecret(webhookId),
  ]);
  // Removed meanwhile, or delivered by a message that came twice. A given-up one comes out of the dead letters.
  if (!webhook || !kept || (delivery?.status !== 'pending' && delivery?.status !== 'given-up')) return true;
  const start = ports.clock.now();
  if (webhook.status === 'paused' && !delivery.asked) {
    await ports.webhooks.hold(delivery, { changedBy, changedAt: instant(start) });
    return true;
  }
  const body = webhookBody(delivery);
  const answer = await ports.call(
    webhook.url,
    {
      'content-type': 'application/json; charset=utf-8',
      'user-agent': 'stationkeeper-webhooks',
      ...ports.sign(secretsInForce(kept, start), deliveryId, start, body),
    },
    body,
  );
  const now = ports.clock.now();
  const attempt = { changedBy, changedAt: instant(now), lastAttemptAt: instant(now), ...seen(answer) };
  if ('status' in answer && answer.status >= 200 && answer.status < 300) {
    const { error: _said, ...taken } = attempt;
    await ports.webhooks.delivered(delivery, taken);
    if (webhook.failingSince !== undefined || webhook.status === 'paused')
      await ports.webhooks.recover(webhookId, { changedBy, changedAt: instant(now) });
    return true;
  }
  await noteFailure(ports, webhook, now);
  const attempts = Number(record.attributes.ApproximateReceiveCount);
  if (isLastAttempt(attempts, attempt.answeredWith)) {
    await ports.webhooks.giveUp(delivery, attempt);
    // Back into the queue at once, which moves it to the dead letters; an endpoint that is gone for good needs nobody.
    if (attempts >= attemptsAtMost) await ports.queue.hide(record.receiptHandle, 0);
    return attempts < attemptsAtMost;
  }
  await tryLater(ports, record, delivery, attempt, now + pauseAfter(attempts) * 1000);
  return false;
}

async function tryLater(
  ports: Ports,
  record: QueueRecord,
  delivery: DeliveryItem,
  attempt: Parameters<WebhookStore['giveUp']>[1],
  at: number,
): Promise<void> {
  await ports.webhooks.tryAgain(delivery, { ...attempt, nextAttemptAt: instant(at) });
  await ports.queue.hide(record.receiptHandle, Math.ceil((at - ports.clock.now()) / 1000));
}

/** The endpoint has failed once more: if it has done nothing else for long, it is paused. */
async function noteFailure(ports: Ports, webhook: WebhookItem, now: number): Promise<void> {
  const { webhookId, failingSince } = webhook;
  if (failingSince === undefined) await ports.webhooks.failing(webhookId, instant(now));
  else if (webhook.status === 'active' && isToBePaused(failingSince, now))
    await ports.webhooks.pause(webhookId, { changedBy, changedAt: instant(now) });
}

const seen = (answer: OutsideAnswer): { answeredWith?: number; error?: string } =>
  'status' in answer ? { answeredWith: answer.status, error: answer.text } : { error: answer.error };
