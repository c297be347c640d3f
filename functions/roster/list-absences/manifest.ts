import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the absences of a station and who stands in',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/stations/{stationId}/absences',
    action: 'absence.record',
  },
  reads: ['subject', 'station-work', 'station-shard'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
