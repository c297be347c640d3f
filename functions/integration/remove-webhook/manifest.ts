import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Removes an address, which is told of nothing any more, and its secret',
  trigger: { kind: 'http', method: 'DELETE', path: '/v1/webhooks/{webhookId}', action: 'webhook.manage' },
  reads: ['subject', 'webhook'],
  writes: ['webhook', 'webhook-secret'],
  timeoutSeconds: 10,
  repeating: 'what is gone stays gone; the second time it is not there',
} as const satisfies Manifest & { trigger: HttpTrigger };
