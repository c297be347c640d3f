import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records an absence with the colleague who stands in',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/stations/{stationId}/absences/{personId}',
    action: 'absence.record',
  },
  reads: ['subject', 'station', 'station-work', 'station-shard'],
  writes: ['station-work', 'subject'],
  timeoutSeconds: 10,
  repeating: 'the same absence again changes nothing; the last one counts',
} as const satisfies Manifest & { trigger: HttpTrigger };
