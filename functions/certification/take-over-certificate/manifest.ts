import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes over a certificate that was earned before this system',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/people/{personId}/certificates',
    action: 'certificate.take-over',
  },
  reads: ['subject', 'station-shard', 'station', 'personnel', 'edition'],
  writes: ['personnel', 'certificate-number'],
  lists: ['station-of-person'],
  timeoutSeconds: 15,
  repeating: 'person, position, level and first day make the id; the second time finds the first',
} as const satisfies Manifest & { trigger: HttpTrigger };
