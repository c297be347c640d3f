import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Says how a station's audit goes on once a wait has run out",
  trigger: { kind: 'task', workflow: 'station-audit' },
  reads: ['campaign-shard', 'edition'],
  timeoutSeconds: 30,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: TaskTrigger };
