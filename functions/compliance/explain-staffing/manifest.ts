import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows what the staffing standard asks of a station, why, and who is there',
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}/staffing', action: 'station.read' },
  reads: ['subject', 'station-shard', 'station', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
