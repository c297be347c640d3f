import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Accepts a position's answers in a station audit",
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/audits/{auditId}/positions/{position}/answers',
    action: 'audit.answer',
  },
  reads: ['subject', 'campaign-shard', 'edition'],
  writes: ['audit', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating:
    'the same answers again are accepted without effect; the first accepted ones win over different ones',
} as const satisfies Manifest & { trigger: HttpTrigger };
