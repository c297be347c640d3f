import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists who did what to the network as a whole, newest first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/trail', action: 'network-trail.read' },
  reads: ['subject', 'trail'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
