import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Approves a certificate, countersigns it or turns it down',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/decision',
    action: 'certification.approve',
  },
  reads: ['subject', 'personnel', 'station', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'the first decision counts; the same one again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
