import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes a paper in and grades it',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/papers/{paper}/submission',
    action: 'exam.take',
  },
  reads: ['subject', 'personnel', 'exam', 'bank-key', 'edition'],
  writes: ['exam', 'personnel'],
  timeoutSeconds: 10,
  repeating: 'a paper is graded once, and entered once by its number',
} as const satisfies Manifest & { trigger: HttpTrigger };
