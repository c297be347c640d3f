import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Starts a launched campaign's workflow under the campaign's id",
  trigger: { kind: 'event', detailType: ['CampaignLaunched'] },
  reads: ['campaign', 'edition', 'station-shard'],
  starts: ['audit-campaign'],
  timeoutSeconds: 20,
  repeating: 'the execution bears the campaign id, so a second start finds the first',
} as const satisfies Manifest & { trigger: EventTrigger };
