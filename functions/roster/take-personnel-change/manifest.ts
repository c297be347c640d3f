import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes what HR tells about people: hired, transferred, left, and what of it is given up',
  trigger: {
    kind: 'event',
    detailType: { incoming: ['PersonHired', 'PersonTransferred', 'PersonLeft', 'PersonnelChangeWithdrawn'] },
  },
  reads: ['personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel', 'station', 'station-shard', 'subject'],
  lists: ['station-of-person'],
  emits: ['HireRefused'],
  timeoutSeconds: 30,
  repeating: 'events are put into the order in which they happened, each by its id once',
} as const satisfies Manifest & { trigger: EventTrigger };
