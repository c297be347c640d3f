import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists what a station disputed in an audit',
  trigger: { kind: 'http', method: 'GET', path: '/v1/audits/{auditId}/appeals', action: 'audit.read' },
  reads: ['subject', 'campaign-shard', 'audit'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
