import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the stations whose audit could not be opened, with the reason',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/refusals',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
