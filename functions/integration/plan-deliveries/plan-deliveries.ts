import * as z from 'zod/mini';
import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { deliveryId } from '../../../packages/domain/ids.ts';
import {
  deliveryKeptDays,
  isConcerned,
  stationOfEvent,
  toldOutside,
} from '../../../packages/domain/integration/webhook-rules.ts';
import { sideBySide } from '../../../packages/domain/side-by-side.ts';
import type { Queue, QueueBatch, QueueRecord } from '../../../packages/lambda/queue.ts';
import type { BatchOutcome } from '../../../packages/lambda/stream.ts';
import type { WebhookItem } from '../../../packages/table/items.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

interface Ports {
  webhooks: WebhookStore;
  network: NetworkStore;
  queue: Queue;
  clock: Clock;
  hash(value: unknown, length?: number): string;
  failed(error: unknown, messageId: string): void;
}

/** What is told of an event: what it says is passed on as it is. */
const busEvent = z.object({
  'detail-type': z.string(),
  time: z.string(),
  detail: z.record(z.string(), z.unknown()),
});
type BusEvent = z.infer<typeof busEvent>;

interface Planned {
  webhookId: string;
  deliveryId: string;
}

/** Asks for a station's region, once for all events of a batch. */
type RegionOf = (stationId: string) => Promise<string | undefined>;

/** Events that are planned side by side. */
const atOnce = 8;

/**
 * A delivery is written before it is put into the queue, and put there however often it was written: who dies in
 * between leaves nothing behind that the repeat does not mend. To a paused endpoint it is written and held. An event
 * that cannot be planned comes again, and stops none of the others.
 */
export const planDeliveries =
  (ports: Ports) =>
  async ({ Records }: QueueBatch): Promise<BatchOutcome> => {
    if (Records.length === 0) return { batchItemFailures: [] };
    const webhooks = await ports.webhooks.webhooks();
    const regionOf = askOnce(async (stationId) => (await ports.network.station(stationId))?.regionId);
    const failed = new Set<string>();
    const fail = (error: unknown, messageId: string) => {
      ports.failed(error, messageId);
      failed.add(messageId);
    };
    const planned = new Map<string, Planned[]>();
    await sideBySide(atOnce, Records, async ({ messageId, body }: QueueRecord) => {
      try {
        planned.set(messageId, await plan(ports, z.parse(busEvent, JSON.parse(body)), webhooks, regionOf));
      } catch (error) {
        fail(error, messageId);
      }
    });
    // What the bus delivered twice goes into the queue once.
    const deliveries = new Map([...planned.values()].flat().map((one) => [one.deliveryId, one]));
    try {
      await ports.queue.send([...deliveries.values()]);
    } catch (error) {
      for (const [messageId, own] of planned) if (own.length > 0) fail(error, messageId);
    }
    return { batchItemFailures: [...failed].map((itemIdentifier) => ({ itemIdentifier })) };
  };

/** @returns deliveries that are to be put into the queue: those that were written, now or before, and are not held */
async function plan(
  ports: Ports,
  event: BusEvent,
  webhooks: readonly WebhookItem[],
  regionOf: RegionOf,
): Promise<Planned[]> {
  const name = event['detail-type'];
  const data = toldOutside(event.detail);
  // Asked only where the answer matters.
  const stationId = webhooks.some(({ regionId }) => regionId) ? stationOfEvent(data) : undefined;
  const regionId = stationId === undefined ? undefined : await regionOf(stationId);
  const now = ports.clock.now();
  const planned = await Promise.all(
    webhooks
      .filter((webhook) => isConcerned(webhook, { name, regionId }))
      .map(async ({ webhookId, status }) => {
        const delivery = {
          webhookId,
          deliveryId: deliveryId(ports.hash([webhookId, name, data], 26)),
        };
        await ports.webhooks.plan({
          ...delivery,
          event: name,
          occurredAt: event.time,
          data,
          status: status === 'paused' ? 'held' : 'pending',
          attempts: 0,
          plannedAt: instant(now),
          changedBy: 'plan-deliveries',
          changedAt: instant(now),
          ttl: Math.floor(now / 1000) + deliveryKeptDays * 86_400,
        });
        return status === 'paused' ? [] : [delivery];
      }),
  );
  return planned.flat();
}

function askOnce(ask: RegionOf): RegionOf {
  const answers = new Map<string, ReturnType<RegionOf>>();
  return (stationId) => {
    const known = answers.get(stationId) ?? ask(stationId);
    answers.set(stationId, known);
    return known;
  };
}
