import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Makes the transfer or leave of a person that was told ahead, on its day',
  trigger: { kind: 'event', detailType: ['PlannedMoveDue'] },
  reads: ['personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel', 'station', 'station-shard', 'subject'],
  lists: ['station-of-person'],
  emits: ['HireRefused'],
  timeoutSeconds: 30,
  repeating: 'what has been made waits no more; what was told otherwise since is passed over',
} as const satisfies Manifest & { trigger: EventTrigger };
