import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Tells an address of an event once more, also while it is paused',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/webhooks/{webhookId}/deliveries/{deliveryId}/redelivery',
    action: 'webhook.manage',
  },
  reads: ['subject', 'webhook', 'delivery'],
  writes: ['delivery'],
  sends: ['deliver-event'],
  timeoutSeconds: 10,
  repeating: 'the receiver tells a repeat by the delivery id',
} as const satisfies Manifest & { trigger: HttpTrigger };
