import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the open breaches of the network or a region, station by station',
  trigger: { kind: 'http', method: 'GET', path: '/v1/compliance/breaches', action: 'compliance.oversee' },
  reads: ['subject', 'compliance', 'region'],
  lists: ['breaches-of-region'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
