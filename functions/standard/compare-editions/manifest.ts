import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Compares two versions of the standard: what they say, and what they mean for the network',
  trigger: { kind: 'http', method: 'GET', path: '/v1/editions/comparison', action: 'standard.draft' },
  reads: ['subject', 'edition', 'edition-draft', 'edition-draft-part', 'station-shard'],
  timeoutSeconds: 29,
  memoryMegabytes: 1024,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
