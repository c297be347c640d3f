import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows one station',
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}', action: 'station.read' },
  reads: ['subject', 'station-shard'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
