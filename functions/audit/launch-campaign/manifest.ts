import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Launches an audit campaign over the network, regions or single stations',
  trigger: { kind: 'http', method: 'POST', path: '/v1/campaigns', action: 'campaign.launch' },
  reads: ['subject', 'edition', 'region', 'station-shard', 'campaign'],
  writes: ['campaign'],
  timeoutSeconds: 10,
  repeating:
    'the campaign id follows from the idempotency key; the same command again answers the same campaign',
} as const satisfies Manifest & { trigger: HttpTrigger };
