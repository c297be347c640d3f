import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the waits that lost their workflow, token or owner, and the appeals that are overdue',
  trigger: { kind: 'http', method: 'GET', path: '/v1/wait-findings', action: 'waits.read' },
  reads: ['subject', 'wait-finding'],
  lists: ['wait-findings'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
