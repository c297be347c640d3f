import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the campaigns, newest first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/campaigns', action: 'campaign.read' },
  reads: ['subject', 'campaign'],
  lists: ['campaigns'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
