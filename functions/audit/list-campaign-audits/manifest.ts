import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Lists a campaign's station audits with their progress",
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/audits',
    action: 'campaign.read',
  },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
