import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Has a campaign's report made in the background, of the network or of one region",
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/reports',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard', 'report'],
  writes: ['report'],
  timeoutSeconds: 10,
  repeating:
    'the report id follows from the wish and the counts of the campaign; the same again finds the first',
} as const satisfies Manifest & { trigger: HttpTrigger };
