import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Tells a subject who the platform takes them for',
  trigger: { kind: 'http', method: 'GET', path: '/v1/me', action: 'self.read' },
  reads: ['subject'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
