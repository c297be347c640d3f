import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Publishes an edition of the standard, whole and for good',
  trigger: { kind: 'http', method: 'PUT', path: '/v1/editions/{edition}', action: 'standard.publish' },
  reads: ['subject', 'edition'],
  writes: ['edition'],
  timeoutSeconds: 20,
  memoryMegabytes: 512,
  repeating:
    'one transaction on the edition number; the same content again is accepted, other content is refused',
} as const satisfies Manifest & { trigger: HttpTrigger };
