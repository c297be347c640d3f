import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the positions of the edition in force',
  trigger: { kind: 'http', method: 'GET', path: '/v1/positions', action: 'standard.read' },
  reads: ['subject', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
