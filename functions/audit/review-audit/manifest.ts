import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Decides HQ's review of an audit: accepted with corrections, or sent back with reasons",
  trigger: { kind: 'http', method: 'POST', path: '/v1/audits/{auditId}/review', action: 'audit.review' },
  reads: ['subject', 'campaign-shard', 'edition', 'audit'],
  writes: ['audit', 'campaign-shard'],
  timeoutSeconds: 10,
  repeating: 'the first decision wins; the same one again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
