import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Lets the stations beside a campaign's pilot follow",
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/roll-out',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign'],
  writes: ['campaign'],
  timeoutSeconds: 10,
  repeating: 'a campaign is rolled out once',
} as const satisfies Manifest & { trigger: HttpTrigger };
