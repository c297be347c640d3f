import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Keeps a position's answers as far as they are written",
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/audits/{auditId}/positions/{position}/draft',
    action: 'audit.answer',
  },
  reads: ['subject', 'campaign-shard', 'edition'],
  writes: ['audit'],
  timeoutSeconds: 10,
  repeating: 'the last draft stays; it counts for nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
