import type { Manifest, QueueTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Keeps what the rules of compliance look at, one short item for each station that has changed',
  // The indexes that are read lag behind the table for a moment.
  trigger: { kind: 'queue', batchSize: 10, receivesAtMost: 8, delaySeconds: 5 },
  reads: [
    ...(['station-shard', 'station', 'personnel', 'nonconformity', 'campaign-shard'] as const),
    ...(['edition', 'wait-finding', 'station-facts'] as const),
  ],
  writes: ['station-facts'],
  lists: ['certificates-of-region', 'ways-of-region', 'ways-at-hq', 'audits-of-station'],
  sends: ['keep-station-facts'],
  timeoutSeconds: 60,
  memoryMegabytes: 512,
  repeating: 'facts bear the instant at which their reading began, and older ones never replace newer ones',
} as const satisfies Manifest & { trigger: QueueTrigger };
