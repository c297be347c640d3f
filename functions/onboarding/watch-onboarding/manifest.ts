import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Looks whether something of an onboarding is overdue, who has to be told, and when to look again',
  trigger: { kind: 'task', workflow: 'onboarding' },
  reads: ['personnel', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: TaskTrigger };
