import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Ranks the stations of a campaign over the network and within their regions',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/ranking',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 29,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
