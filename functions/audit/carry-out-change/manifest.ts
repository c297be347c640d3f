import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Carries a change of a campaign out in its open audits: dates put off, or cancelled',
  trigger: { kind: 'event', detailType: ['CampaignExtended', 'CampaignCancelled'] },
  reads: ['campaign', 'campaign-shard'],
  writes: ['campaign-shard'],
  timeoutSeconds: 300,
  memoryMegabytes: 512,
  repeating: 'reads the campaign as it is; dates are only put off, and an audit is cancelled once',
} as const satisfies Manifest & { trigger: EventTrigger };
