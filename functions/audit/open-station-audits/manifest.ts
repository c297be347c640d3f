import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Opens the audit of every station of a batch of shards, and starts each audit's workflow",
  trigger: { kind: 'task', workflow: 'audit-campaign' },
  reads: ['campaign', 'edition', 'station-shard', 'campaign-shard'],
  writes: ['campaign-shard', 'campaign'],
  starts: ['station-audit'],
  timeoutSeconds: 120,
  memoryMegabytes: 512,
  repeating: 'audit and execution bear the same business key; a shard is counted once',
} as const satisfies Manifest & { trigger: TaskTrigger };
