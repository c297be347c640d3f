import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes back what was recorded of a duty, with the reason',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/duty-records/{recordId}/withdrawal',
    action: 'duty.withdraw',
  },
  reads: ['subject', 'station-shard', 'edition', 'duty'],
  writes: ['duty'],
  timeoutSeconds: 10,
  repeating: 'a record is withdrawn once; the same reason again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
