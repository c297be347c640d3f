import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Publishes a version of the question bank of a position, for good',
  trigger: { kind: 'http', method: 'PUT', path: '/v1/positions/{position}/bank', action: 'standard.publish' },
  reads: ['subject', 'edition', 'bank'],
  writes: ['bank', 'bank-key'],
  timeoutSeconds: 20,
  memoryMegabytes: 512,
  repeating: 'a version is written once; the same content again is accepted, other content is refused',
} as const satisfies Manifest & { trigger: HttpTrigger };
