import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the certificates of a station, a region or the network, and what ends soon',
  trigger: { kind: 'http', method: 'GET', path: '/v1/certificates', action: 'certificate.read' },
  reads: ['subject', 'station-shard', 'personnel', 'region'],
  lists: ['certificates-of-region'],
  timeoutSeconds: 15,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
