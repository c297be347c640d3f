import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Reminds the stations of a campaign that have not answered',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/reminders',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign'],
  writes: ['campaign'],
  timeoutSeconds: 10,
  repeating: 'a campaign is reminded once a day at most',
} as const satisfies Manifest & { trigger: HttpTrigger };
