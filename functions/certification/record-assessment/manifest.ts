import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records a practical assessment, step by step',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/assessments',
    action: 'certification.assess',
  },
  reads: ['subject', 'personnel', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'the same points by the same assessor within the hour are one assessment',
} as const satisfies Manifest & { trigger: HttpTrigger };
