import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Raises a closed audit's nonconformities and starts their corrections",
  trigger: { kind: 'event', detailType: ['StationAuditClosed'] },
  reads: ['campaign-shard', 'audit', 'edition', 'nonconformity'],
  writes: ['nonconformity'],
  starts: ['corrective-action'],
  timeoutSeconds: 60,
  repeating:
    'ids and execution names are made of campaign, station and item; the second time finds the first',
} as const satisfies Manifest & { trigger: EventTrigger };
