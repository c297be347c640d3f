import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Puts a campaign's dates off",
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/extension',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign'],
  writes: ['campaign'],
  timeoutSeconds: 10,
  repeating: 'the same dates again change nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
