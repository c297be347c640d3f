import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows one station audit, with its result once it is closed',
  trigger: { kind: 'http', method: 'GET', path: '/v1/audits/{auditId}', action: 'audit.read' },
  reads: ['subject', 'campaign-shard', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
