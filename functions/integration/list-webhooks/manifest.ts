import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the addresses that are told of events, and whether they take them',
  trigger: { kind: 'http', method: 'GET', path: '/v1/webhooks', action: 'webhook.manage' },
  reads: ['subject', 'webhook'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
