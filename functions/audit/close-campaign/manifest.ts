import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Closes a campaign when its last audit is closed or should have closed itself',
  trigger: { kind: 'task', workflow: 'audit-campaign' },
  reads: ['campaign', 'edition'],
  writes: ['campaign'],
  timeoutSeconds: 30,
  repeating: 'the status changes once, by condition',
} as const satisfies Manifest & { trigger: TaskTrigger };
