import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the stations of a region',
  trigger: { kind: 'http', method: 'GET', path: '/v1/regions/{regionId}/stations', action: 'network.read' },
  reads: ['subject', 'station-shard'],
  lists: ['stations-of-region'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
