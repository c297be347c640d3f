import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Ends that somebody acts in a position, before the last day',
  trigger: {
    kind: 'http',
    method: 'DELETE',
    path: '/v1/stations/{stationId}/positions/{position}/acting/{personId}',
    action: 'acting.name',
  },
  reads: ['subject', 'station', 'station-shard'],
  writes: ['station', 'subject'],
  timeoutSeconds: 10,
  repeating: 'what is over stays as it is',
} as const satisfies Manifest & { trigger: HttpTrigger };
