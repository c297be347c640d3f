import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Moves a person to another position, or with HQ to another station',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/people/{personId}/transfer',
    action: 'roster.change',
  },
  reads: ['subject', 'personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel', 'station', 'station-shard', 'subject'],
  lists: ['station-of-person'],
  emits: ['HireRefused'],
  timeoutSeconds: 15,
  repeating: 'the event bears both places and the day, which a person takes once',
} as const satisfies Manifest & { trigger: HttpTrigger };
