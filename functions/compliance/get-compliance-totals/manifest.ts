import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows the sums of the network or a region, of today or a day in the past',
  trigger: { kind: 'http', method: 'GET', path: '/v1/compliance/totals', action: 'compliance.oversee' },
  reads: ['subject', 'region', 'compliance-day'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
