import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { connectQueue } from '../../../packages/lambda/queue.ts';
import { task } from '../../../packages/lambda/task.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { planDeliveries } from './plan-deliveries.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  planDeliveries({
    webhooks: webhookStore(table),
    network: networkStore(table),
    queue: connectQueue(environment, 'deliver-event'),
    clock: systemClock,
    hash: contentHash,
    failed: (error, messageId) => logger.error('event not planned', { messageId, error: error as Error }),
  }),
);
