import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows how far a campaign is in each region, and who holds it up',
  trigger: { kind: 'http', method: 'GET', path: '/v1/campaigns/{campaignId}/board', action: 'campaign.read' },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 29,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
