import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Tries a draft of the standard on the whole network and says what it would cost in people',
  trigger: { kind: 'http', method: 'POST', path: '/v1/editions/preview', action: 'standard.draft' },
  reads: ['subject', 'edition', 'edition-draft', 'edition-draft-part', 'station-shard'],
  timeoutSeconds: 29,
  memoryMegabytes: 1024,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
