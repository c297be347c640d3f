import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists what was said about an audit, oldest first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/audits/{auditId}/comments', action: 'comment.write' },
  reads: ['subject', 'campaign-shard', 'comments'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
