import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Explains a closed audit's score: what each item brought, which caps hold, what would raise it",
  trigger: { kind: 'http', method: 'GET', path: '/v1/audits/{auditId}/explanation', action: 'audit.read' },
  reads: ['subject', 'campaign-shard', 'audit', 'edition'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
