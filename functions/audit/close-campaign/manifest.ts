import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Closes a campaign when its last audit is closed or its window is over',
  trigger: { kind: 'task', workflow: 'audit-campaign' },
  writes: ['campaign'],
  timeoutSeconds: 30,
  repeating: 'the status changes once, by condition',
} as const satisfies Manifest & { trigger: TaskTrigger };
