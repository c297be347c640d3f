import { systemClock } from '../../../packages/domain/clock.ts';
import { http } from '../../../packages/lambda/http.ts';
import { newSecret } from '../../../packages/lambda/webhook-signature.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { manifest } from './manifest.ts';
import { rotateSecret } from './rotate-secret.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) =>
  rotateSecret({ webhooks: webhookStore(table), clock: systemClock, newSecret }),
);
