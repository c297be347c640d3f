import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Opens the way to the certificate of somebody who has done all steps and modules',
  trigger: { kind: 'task', workflow: 'onboarding' },
  reads: ['personnel', 'exam', 'edition'],
  writes: ['personnel'],
  starts: ['certification'],
  timeoutSeconds: 15,
  repeating: 'item and workflow bear the business key; the second time finds the first',
} as const satisfies Manifest & { trigger: TaskTrigger };
