import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Counts the decided appeals of a campaign by reviewer and by item',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/campaigns/{campaignId}/appeal-figures',
    action: 'appeal.decide',
  },
  reads: ['subject', 'campaign', 'audit'],
  lists: ['decided-appeals'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
