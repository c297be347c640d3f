import type { Manifest, TaskTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Scores a station audit's accepted answers, grades it and closes it",
  trigger: { kind: 'task', workflow: 'station-audit' },
  reads: ['campaign-shard', 'audit', 'edition', 'nonconformity', 'station-facts', 'compliance'],
  writes: ['campaign-shard'],
  timeoutSeconds: 30,
  repeating: 'closes in one transaction from the status answering; a closed audit answers its result again',
} as const satisfies Manifest & { trigger: TaskTrigger };
