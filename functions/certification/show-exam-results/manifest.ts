import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows how the questions about a position are answered',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/positions/{position}/exam-results',
    action: 'exam.results',
  },
  reads: ['subject', 'exam', 'bank', 'bank-key', 'edition'],
  lists: ['graded-papers'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
