import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records that a prerequisite of a certificate was looked at',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/prerequisites',
    action: 'certification.record',
  },
  reads: ['subject', 'personnel', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'the same evidence again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
