import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes the vehicle visits of a month as the dealer system counts them',
  trigger: { kind: 'event', detailType: { incoming: ['IntakeReported'] } },
  reads: ['station-shard'],
  writes: ['station-shard'],
  emits: ['IntakeRefused'],
  timeoutSeconds: 10,
  repeating:
    'a figure counts only over one that was counted earlier, so repeats and late ones change nothing',
} as const satisfies Manifest & { trigger: EventTrigger };
