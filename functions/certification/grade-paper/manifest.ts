import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Grades a paper that was not submitted in time by the answers that were saved',
  trigger: { kind: 'task', workflow: 'exam' },
  reads: ['personnel', 'exam', 'bank-key', 'edition'],
  writes: ['personnel', 'exam'],
  timeoutSeconds: 10,
  repeating: 'a paper is graded once, and entered once by its number',
} as const satisfies Manifest & { trigger: TaskTrigger };
