import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Has the report of a station's closed audit made in the background",
  trigger: { kind: 'http', method: 'POST', path: '/v1/audits/{auditId}/reports', action: 'audit.read' },
  reads: ['subject', 'campaign-shard', 'report'],
  writes: ['report'],
  timeoutSeconds: 10,
  repeating: 'the report id follows from the wish and the state of the audit; the same again finds the first',
} as const satisfies Manifest & { trigger: HttpTrigger };
