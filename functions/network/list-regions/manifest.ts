import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the regions of the network',
  trigger: { kind: 'http', method: 'GET', path: '/v1/regions', action: 'network.read' },
  reads: ['subject', 'region'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
