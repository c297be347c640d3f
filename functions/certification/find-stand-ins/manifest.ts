import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Finds out where HQ assesses in the stead of a station, once an edition names other assessors',
  trigger: { kind: 'event', detailType: ['EditionPublished'] },
  reads: ['edition', 'edition-draft', 'station-shard', 'station'],
  writes: ['station-shard'],
  // The roster is as it was read.
  checks: ['station'],
  timeoutSeconds: 300,
  memoryMegabytes: 512,
  repeating: 'a station is written only where something else is found, and only by the roster that was read',
} as const satisfies Manifest & { trigger: EventTrigger };
