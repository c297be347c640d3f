import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Plans the delivery of an event to every address that wants to be told of it',
  trigger: { kind: 'event', detailType: 'outgoing' },
  reads: ['webhook', 'station-shard'],
  writes: ['delivery'],
  sends: ['deliver-event'],
  timeoutSeconds: 20,
  repeating: 'the delivery id follows from event and address; who takes it tells a repeat by it',
} as const satisfies Manifest & { trigger: EventTrigger };
