import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Keeps until when a measuring device of a station is verified',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/stations/{stationId}/measuring-devices/{deviceId}',
    action: 'duty.report',
  },
  reads: ['subject', 'station-shard', 'duty'],
  writes: ['duty'],
  timeoutSeconds: 10,
  repeating: 'a device has one last day; the same again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
