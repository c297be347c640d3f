import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a campaign and how far it is',
  trigger: { kind: 'http', method: 'GET', path: '/v1/campaigns/{campaignId}', action: 'campaign.read' },
  reads: ['subject', 'campaign', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
