import { http } from '../../../packages/lambda/http.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { listWebhooks } from './list-webhooks.ts';
import { manifest } from './manifest.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => listWebhooks({ webhooks: webhookStore(table) }));
