import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Takes what the dealer's system tells: deliveries, complaints, notices",
  trigger: { kind: 'event', detailType: { incoming: ['DutyEventHappened'] } },
  reads: ['station-shard', 'edition', 'duty'],
  writes: ['duty'],
  timeoutSeconds: 30,
  repeating: 'an event opens its cases once per what it is called at the station',
} as const satisfies Manifest & { trigger: EventTrigger };
