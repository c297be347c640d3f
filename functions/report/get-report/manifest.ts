import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows how far a report is, and hands out a short-lived link to its file once it is ready',
  trigger: { kind: 'http', method: 'GET', path: '/v1/reports/{reportId}', action: 'report.read' },
  reads: ['subject', 'report'],
  hands: ['reports'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
