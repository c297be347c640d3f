import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Holds what is known of the stations of some shards against every rule, and writes what changed',
  trigger: { kind: 'task', workflow: 'compliance-scan' },
  reads: ['scan', 'edition', 'station-facts', 'compliance', 'compliance-day'],
  writes: ['scan', 'compliance', 'snapshot', 'compliance-day'],
  timeoutSeconds: 120,
  // Facts of a few thousand stations, and half a processor to reckon with.
  memoryMegabytes: 1024,
  repeating:
    'everything is reckoned for the instant of the scan, what is open changes under the condition of what it was, and shards are counted in once',
} as const satisfies Manifest & { trigger: TaskTrigger };
