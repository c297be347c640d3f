import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    'Looks through a part of the network for waits that lost token or owner, and sends stations their digest',
  trigger: { kind: 'event', detailType: ['WaitScanStarted'] },
  reads: [
    'campaign-shard',
    'audit',
    'station-shard',
    'station-facts',
    'edition',
    'nonconformity',
    'personnel',
    'wait-finding',
  ],
  lists: ['ways-of-region', 'ways-at-hq'],
  writes: ['wait-finding'],
  starts: ['station-audit', 'corrective-action', 'onboarding', 'certification'],
  watches: ['station-audit', 'corrective-action', 'onboarding', 'certification'],
  emits: ['StationDigest'],
  timeoutSeconds: 900,
  memoryMegabytes: 512,
  repeating:
    'a finding is opened once and closed by a later day; an execution bears its name once; a shard sends the digests of a day once',
} as const satisfies Manifest & { trigger: EventTrigger };
