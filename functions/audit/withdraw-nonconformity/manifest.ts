import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Withdraws the nonconformity of an item that an appeal has changed',
  trigger: { kind: 'event', detailType: ['AppealDecided'] },
  reads: ['nonconformity'],
  writes: ['nonconformity'],
  timeoutSeconds: 20,
  repeating: 'withdrawn is the end of the diagram, so a second time finds it there',
} as const satisfies Manifest & { trigger: EventTrigger };
