import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Ranks the regions of a campaign by the mean score of their stations',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/region-ranking',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 29,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
