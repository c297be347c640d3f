import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Looks whether a way to a certificate is overdue, who has to be told, and when to look again',
  trigger: { kind: 'task', workflow: 'certification' },
  reads: ['personnel', 'exam', 'bank-key', 'edition'],
  writes: ['personnel', 'exam'],
  timeoutSeconds: 10,
  repeating: 'a paper is graded once, and entered once by its number; everything else is read',
} as const satisfies Manifest & { trigger: TaskTrigger };
