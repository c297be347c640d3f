import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Decides an appeal by another person of HQ than the reviewer',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/audits/{auditId}/appeals/{item}/decision',
    action: 'appeal.decide',
  },
  reads: ['subject', 'campaign-shard', 'edition', 'audit'],
  writes: ['audit', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'the first decision wins; the same one again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
