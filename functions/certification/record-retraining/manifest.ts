import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records that a candidate who failed too often was trained anew',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/retraining',
    action: 'certification.record',
  },
  reads: ['subject', 'personnel', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'a retraining that is recorded changes nothing again',
} as const satisfies Manifest & { trigger: HttpTrigger };
