import type { Manifest, ScheduleTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    "Looks through what waits for HQ, counts its desk, and lets the network's shards be looked through",
  // One pass in the morning finds what is lost and counts what is due: a second one would read every open audit twice.
  trigger: { kind: 'schedule', expression: 'cron(0 8 * * ? *)', timezone: 'Asia/Shanghai' },
  reads: ['campaign', 'audit', 'wait-finding'],
  writes: ['wait-finding'],
  lists: ['campaigns', 'reviews', 'appeals', 'hq-corrections'],
  watches: ['audit-campaign'],
  emits: ['WaitScanStarted', 'DeskDigest'],
  timeoutSeconds: 300,
  memoryMegabytes: 512,
  repeating:
    'a finding is opened once; what is told bears the day, and a part that is looked through again changes nothing',
} as const satisfies Manifest & { trigger: ScheduleTrigger };
