import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Takes a station out of a campaign',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/audits/{auditId}/cancellation',
    action: 'campaign.control',
  },
  reads: ['subject', 'campaign-shard'],
  writes: ['campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'a cancelled audit stays as it is',
} as const satisfies Manifest & { trigger: HttpTrigger };
