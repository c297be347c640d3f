import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Makes a new secret for an address and signs with the old one as well for a day',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/secret',
    action: 'webhook.manage',
  },
  reads: ['subject', 'webhook', 'webhook-secret'],
  writes: ['webhook-secret'],
  timeoutSeconds: 10,
  repeating: 'each time a new secret is made and shown; the one before it holds for a day',
} as const satisfies Manifest & { trigger: HttpTrigger };
