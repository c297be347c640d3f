import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Reports a delivery, complaint or notice that duties follow from',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/duty-events',
    action: 'duty.report',
  },
  reads: ['subject', 'station-shard', 'edition', 'duty'],
  writes: ['duty'],
  timeoutSeconds: 10,
  repeating: 'an event opens its cases once per what it is called at the station',
} as const satisfies Manifest & { trigger: HttpTrigger };
