import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Lists a station's nonconformities, those due first first",
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/stations/{stationId}/nonconformities',
    action: 'nonconformity.read',
  },
  reads: ['subject', 'station-shard', 'nonconformity', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
