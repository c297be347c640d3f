import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { connectQueue } from '../../../packages/lambda/queue.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { manifest } from './manifest.ts';
import { redeliverEvent } from './redeliver-event.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  redeliverEvent({
    webhooks: webhookStore(table),
    queue: connectQueue(environment, 'deliver-event'),
    clock: systemClock,
  }),
);
