import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a paper of the candidate, after its end with the result',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/certifications/{certificationId}/papers/{paper}',
    action: 'exam.take',
  },
  reads: ['subject', 'personnel', 'exam', 'bank', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
