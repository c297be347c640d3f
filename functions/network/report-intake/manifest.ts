import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records the vehicle visits of a month',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/stations/{stationId}/intake/{month}',
    action: 'intake.report',
  },
  reads: ['subject', 'station-shard'],
  writes: ['station-shard'],
  timeoutSeconds: 10,
  repeating: 'a month has one figure; the same again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
