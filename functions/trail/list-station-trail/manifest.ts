import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists who did what at a station, newest first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}/trail', action: 'trail.read' },
  reads: ['subject', 'station-shard', 'trail'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
