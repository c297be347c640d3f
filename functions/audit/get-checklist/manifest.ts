import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Shows a position's checklist for an audit, in both languages",
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/audits/{auditId}/checklists/{position}',
    action: 'audit.read',
  },
  reads: ['subject', 'campaign-shard', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
