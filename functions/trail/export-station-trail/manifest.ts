import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Exports the trail of a station with what is needed to verify it elsewhere',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/stations/{stationId}/trail/export',
    action: 'trail.read',
  },
  reads: ['subject', 'station-shard', 'trail', 'anchor', 'anchor-shard'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
