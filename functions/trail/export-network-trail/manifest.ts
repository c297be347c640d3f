import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Exports the trail of the network with what is needed to verify it elsewhere',
  trigger: { kind: 'http', method: 'GET', path: '/v1/trail/export', action: 'network-trail.read' },
  reads: ['subject', 'trail', 'anchor', 'anchor-shard'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
