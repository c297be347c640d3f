import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Issues the certificate of an approved way, with number and validity',
  trigger: { kind: 'task', workflow: 'certification' },
  reads: ['personnel', 'certificate-number', 'edition', 'station'],
  writes: ['personnel', 'certificate-number'],
  timeoutSeconds: 15,
  repeating: 'a way leads to one certificate; the second time finds the first',
} as const satisfies Manifest & { trigger: TaskTrigger };
