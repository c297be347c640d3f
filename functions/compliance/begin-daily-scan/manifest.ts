import type { Manifest, ScheduleTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Starts the daily scan of the whole network',
  // Before the stations open, so that what has run out at midnight is known when they do.
  trigger: { kind: 'schedule', expression: 'cron(30 2 * * ? *)', timezone: 'Asia/Shanghai' },
  reads: ['edition', 'scan', 'station-shard'],
  writes: ['scan'],
  starts: ['compliance-scan'],
  timeoutSeconds: 30,
  repeating: 'the scan bears the day, and so does its execution: a second call finds the first',
} as const satisfies Manifest & { trigger: ScheduleTrigger };
