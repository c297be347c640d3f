import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Says something about an audit',
  trigger: { kind: 'http', method: 'POST', path: '/v1/audits/{auditId}/comments', action: 'comment.write' },
  reads: ['subject', 'campaign-shard', 'comments'],
  writes: ['comments'],
  timeoutSeconds: 10,
  repeating: 'what somebody said last is not said again',
} as const satisfies Manifest & { trigger: HttpTrigger };
