import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes back an event that was reported by mistake, and what is owed because of it',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/duty-events/{event}/{key}/withdrawal',
    action: 'duty.retract',
  },
  reads: ['subject', 'station-shard', 'duty'],
  writes: ['duty'],
  timeoutSeconds: 10,
  repeating: 'an event is withdrawn once; the same reason again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
