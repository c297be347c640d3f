import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Shows a position's draft to whoever may submit it",
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/audits/{auditId}/positions/{position}/draft',
    action: 'audit.answer',
  },
  reads: ['subject', 'campaign-shard', 'edition', 'audit'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
