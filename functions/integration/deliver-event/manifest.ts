import type { Manifest, QueueTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    'Delivers planned events, signed, to the addresses of other systems, and tries again what is not taken',
  trigger: { kind: 'queue', batchSize: 10, receivesAtMost: 8 },
  reads: ['webhook', 'webhook-secret', 'delivery'],
  writes: ['webhook', 'delivery'],
  callsOutside: true,
  timeoutSeconds: 20,
  repeating:
    'what is delivered is not delivered again unless asked for; the receiver tells a repeat by its id',
} as const satisfies Manifest & { trigger: QueueTrigger };
