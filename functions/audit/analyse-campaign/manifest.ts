import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows the weakest items of a campaign, what came again, and how it compares with the one before',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/analysis',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard', 'edition'],
  lists: ['campaigns'],
  timeoutSeconds: 29,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
