import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Begins the way to a renewal, a higher level or an authorisation',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/people/{personId}/certifications',
    action: 'certification.begin',
  },
  reads: ['subject', 'personnel', 'exam', 'station', 'station-work', 'station-shard', 'edition'],
  lists: ['station-of-person'],
  writes: ['personnel'],
  starts: ['certification'],
  timeoutSeconds: 15,
  repeating: 'one open way to a certificate; asked for again it is answered',
} as const satisfies Manifest & { trigger: HttpTrigger };
