import { http } from '../../../packages/lambda/http.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { manifest } from './manifest.ts';
import { removeWebhook } from './remove-webhook.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table }) => removeWebhook({ webhooks: webhookStore(table) }));
