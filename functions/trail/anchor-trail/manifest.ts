import type { Manifest, ScheduleTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Makes the day's anchor of all trails, so that outsiders can tell later whether one was rewritten",
  // In the night between two working days, when the changes of the day before have long been entered.
  trigger: { kind: 'schedule', expression: 'cron(0 2 * * ? *)', timezone: 'Asia/Shanghai' },
  reads: ['trail', 'trail-day', 'anchor', 'anchor-shard'],
  writes: ['anchor', 'anchor-shard'],
  timeoutSeconds: 900,
  repeating: 'a day has one anchor and a shard one list of heads for it; a repeat finds them',
} as const satisfies Manifest & { trigger: ScheduleTrigger };
