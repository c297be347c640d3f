import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records that a recurring duty was done, in time or late',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/duties/{dutyId}/records',
    action: 'duty.record',
  },
  reads: ['subject', 'station-shard', 'station', 'edition', 'duty', 'duty-plan'],
  writes: ['duty'],
  timeoutSeconds: 10,
  repeating: 'the same evidence for the same duty and stretch or case is the same record',
} as const satisfies Manifest & { trigger: HttpTrigger };
