import type { Manifest, ScheduleTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Finds whose transfer or leave was told ahead and is due today, and has each of them made',
  // As the day begins: access ends on it, and the scan of the night knows of it.
  trigger: { kind: 'schedule', expression: 'cron(5 0 * * ? *)', timezone: 'Asia/Shanghai' },
  lists: ['planned-moves'],
  emits: ['PlannedMoveDue'],
  timeoutSeconds: 300,
  repeating: 'what has been made is not listed any more, and what was not is found again the next night',
} as const satisfies Manifest & { trigger: ScheduleTrigger };
