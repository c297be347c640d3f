import type { Manifest, QueueTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Plans the delivery of events to every address that wants to be told of them',
  // A scan or a campaign tells of hundreds of stations within seconds; a webhook may come that much later.
  trigger: { kind: 'queue', detailType: 'outgoing', batchSize: 100, gathersSeconds: 5, receivesAtMost: 8 },
  reads: ['webhook', 'station-shard'],
  writes: ['delivery'],
  sends: ['deliver-event'],
  timeoutSeconds: 20,
  repeating: 'the delivery id follows from event and address; who takes it tells a repeat by it',
} as const satisfies Manifest & { trigger: QueueTrigger };
