import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { deliveryId } from '../../../packages/domain/ids.ts';
import {
  deliveryKeptDays,
  isConcerned,
  stationOfEvent,
  toldOutside,
} from '../../../packages/domain/integration/webhook-rules.ts';
import type { Queue } from '../../../packages/lambda/queue.ts';
import type { NetworkStore } from '../../../packages/table/stores/network-store.ts';
import type { WebhookStore } from '../../../packages/table/stores/webhook-store.ts';

interface Ports {
  webhooks: WebhookStore;
  network: NetworkStore;
  queue: Queue;
  clock: Clock;
  hash(value: unknown, length?: number): string;
}

interface BusEvent {
  'detail-type': string;
  time: string;
  detail: Record<string, unknown>;
}

/**
 * A delivery is written before it is put into the queue, and put there however often it was written: who dies in
 * between leaves nothing behind that the repeat does not mend. To a paused endpoint it is written and held.
 */
export const planDeliveries =
  (ports: Ports) =>
  async (event: BusEvent): Promise<{ planned: number }> => {
    const webhooks = await ports.webhooks.webhooks();
    const name = event['detail-type'];
    const data = toldOutside(event.detail);
    // Asked only where the answer matters.
    const stationId = webhooks.some(({ regionId }) => regionId) ? stationOfEvent(data) : undefined;
    const regionId = stationId && (await ports.network.station(stationId))?.regionId;
    const concerned = webhooks.filter((webhook) => isConcerned(webhook, { name, regionId }));
    const now = ports.clock.now();
    const planned = await Promise.all(
      concerned.map(async ({ webhookId, status }) => {
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
    await ports.queue.send(planned.flat());
    return { planned: concerned.length };
  };
