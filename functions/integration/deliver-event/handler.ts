import { systemClock } from '../../../packages/domain/clock.ts';
import { connectOutside } from '../../../packages/lambda/call-outside.ts';
import { logger } from '../../../packages/lambda/logger.ts';
import { connectQueue } from '../../../packages/lambda/queue.ts';
import { task } from '../../../packages/lambda/task.ts';
import { signedHeaders } from '../../../packages/lambda/webhook-signature.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { deliverEvent } from './deliver-event.ts';
import { input } from './schema.ts';

export const handler = task(input, ({ table, environment }) =>
  deliverEvent({
    webhooks: webhookStore(table),
    queue: connectQueue(environment, 'deliver-event'),
    call: connectOutside(environment),
    sign: signedHeaders,
    clock: systemClock,
    failed: (error, messageId) => logger.error('message failed', { messageId, error: error as Error }),
  }),
);
