import { ulid } from 'ulid';
import { systemClock } from '../../../packages/domain/clock.ts';
import { contentHash } from '../../../packages/lambda/content-hash.ts';
import { http } from '../../../packages/lambda/http.ts';
import { isPublicAddress } from '../../../packages/lambda/public-address.ts';
import { newSecret } from '../../../packages/lambda/webhook-signature.ts';
import { networkStore } from '../../../packages/table/stores/network-store.ts';
import { webhookStore } from '../../../packages/table/stores/webhook-store.ts';
import { manifest } from './manifest.ts';
import { registerWebhook } from './register-webhook.ts';
import { input } from './schema.ts';

export const handler = http(manifest, input, ({ table, environment }) =>
  registerWebhook({
    webhooks: webhookStore(table),
    network: networkStore(table),
    isPublic: isPublicAddress,
    loopbackAllowed: environment.loopbackAllowed,
    clock: systemClock,
    unique: () => ulid().toLowerCase(),
    hash: contentHash,
    newSecret,
  }),
);
