import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the audits that HQ has to review, the first due first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/reviews', action: 'audit.review' },
  reads: ['subject', 'campaign-shard'],
  lists: ['reviews'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
