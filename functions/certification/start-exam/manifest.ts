import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Draws a paper, starts its clock and sees to it that it is graded at its end',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certifications/{certificationId}/papers',
    action: 'exam.take',
  },
  reads: ['subject', 'personnel', 'exam', 'bank', 'edition'],
  writes: ['exam', 'personnel'],
  starts: ['exam'],
  timeoutSeconds: 10,
  repeating: 'a paper that runs is answered again; a try has one paper, and a paper one execution',
} as const satisfies Manifest & { trigger: HttpTrigger };
