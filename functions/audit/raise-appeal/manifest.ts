import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Disputes an item of a closed audit, within the edition's days",
  trigger: { kind: 'http', method: 'POST', path: '/v1/audits/{auditId}/appeals', action: 'audit.appeal' },
  reads: ['subject', 'campaign-shard', 'edition', 'audit'],
  writes: ['audit'],
  timeoutSeconds: 10,
  repeating: 'an item is disputed once; the same dispute again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
