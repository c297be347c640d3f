import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows how a station stands, or stood on a day: seats, coverage of certificates, open breaches',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/stations/{stationId}/compliance',
    action: 'compliance.read',
  },
  reads: ['subject', 'station-shard', 'snapshot'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
