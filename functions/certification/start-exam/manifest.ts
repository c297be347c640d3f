import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Draws a paper and starts its clock',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/papers',
    action: 'exam.take',
  },
  reads: ['subject', 'personnel', 'exam', 'bank', 'edition'],
  writes: ['exam'],
  timeoutSeconds: 10,
  repeating: 'a paper that runs is answered again; a try has one paper',
} as const satisfies Manifest & { trigger: HttpTrigger };
