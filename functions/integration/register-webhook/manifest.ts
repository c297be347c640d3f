import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Registers an address of another system that is told of events, and hands out its secret once',
  trigger: { kind: 'http', method: 'POST', path: '/v1/webhooks', action: 'webhook.manage' },
  reads: ['subject', 'webhook', 'region'],
  writes: ['webhook', 'webhook-secret'],
  callsOutside: true,
  timeoutSeconds: 10,
  repeating: 'the webhook id follows from the idempotency key; the same command again finds the first',
} as const satisfies Manifest & { trigger: HttpTrigger };
