import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Previews a campaign: who would be asked, who would be refused, and how many hours it takes them',
  trigger: { kind: 'http', method: 'POST', path: '/v1/campaigns/preview', action: 'campaign.launch' },
  reads: ['subject', 'edition', 'region', 'station-shard', 'campaign-shard'],
  lists: ['audits-of-station'],
  timeoutSeconds: 25,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
