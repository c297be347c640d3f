import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    'Hires a person into a position, or gives somebody a further one; the onboarding follows by itself',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/stations/{stationId}/people',
    action: 'roster.change',
  },
  reads: ['subject', 'personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel', 'station', 'station-shard', 'subject'],
  lists: ['station-of-person'],
  emits: ['HireRefused'],
  timeoutSeconds: 15,
  repeating: 'the event bears station, position and first day, which a person takes once',
} as const satisfies Manifest & { trigger: HttpTrigger };
