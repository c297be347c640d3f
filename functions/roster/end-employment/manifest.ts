import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    'Ends the work of a person at a station: positions, tasks and access the same day, and asks for the hand-over',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/people/{personId}/leave',
    action: 'roster.change',
  },
  reads: ['subject', 'personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel', 'station', 'station-shard', 'subject'],
  lists: ['station-of-person'],
  emits: ['HireRefused'],
  timeoutSeconds: 15,
  repeating: 'the event bears station and day, which a person takes once',
} as const satisfies Manifest & { trigger: HttpTrigger };
