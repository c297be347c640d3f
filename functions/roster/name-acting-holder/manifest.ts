import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Names somebody of the station to act in a vacant position until a day, or extends it',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/stations/{stationId}/positions/{position}/acting/{personId}',
    action: 'acting.name',
  },
  reads: ['subject', 'station', 'station-shard', 'edition'],
  writes: ['station', 'subject'],
  timeoutSeconds: 10,
  repeating: 'the same last day again changes nothing; another one is written over the roster that was read',
} as const satisfies Manifest & { trigger: HttpTrigger };
