import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Cancels a campaign with its open audits',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/cancellation',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign'],
  writes: ['campaign'],
  timeoutSeconds: 10,
  repeating: 'a cancelled campaign stays as it is',
} as const satisfies Manifest & { trigger: HttpTrigger };
