import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists what an address was told and what became of it, newest first',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/webhooks/{webhookId}/deliveries',
    action: 'webhook.manage',
  },
  reads: ['subject', 'webhook', 'delivery'],
  lists: ['deliveries-of-webhook'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
