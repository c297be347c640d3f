import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Keeps the answers of a running paper',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/certifications/{certificationId}/papers/{paper}/answers',
    action: 'exam.take',
  },
  reads: ['subject', 'personnel', 'exam', 'edition'],
  writes: ['exam'],
  timeoutSeconds: 10,
  repeating: 'the answers that come last before the end are kept',
} as const satisfies Manifest & { trigger: HttpTrigger };
