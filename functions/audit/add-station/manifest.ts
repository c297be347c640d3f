import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Adds a station to a running campaign and opens its audit',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/campaigns/{campaignId}/stations',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign', 'campaign-shard', 'edition', 'station-shard'],
  writes: ['campaign', 'campaign-shard'],
  starts: ['station-audit'],
  timeoutSeconds: 10,
  repeating: 'audit and execution bear the same business key; a station is counted once',
} as const satisfies Manifest & { trigger: HttpTrigger };
