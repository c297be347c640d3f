import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records that the work of somebody who left was handed over',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/people/{personId}/hand-over',
    action: 'onboarding.record',
  },
  reads: ['subject', 'personnel', 'station-shard', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'what is handed over stays so; the same evidence again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
