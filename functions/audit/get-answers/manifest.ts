import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows what was submitted in an audit, with what HQ corrected and sent back',
  trigger: { kind: 'http', method: 'GET', path: '/v1/audits/{auditId}/answers', action: 'audit.read' },
  reads: ['subject', 'campaign-shard', 'audit'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
