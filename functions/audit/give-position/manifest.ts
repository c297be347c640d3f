import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Gives a position of an audit to a person who may audit it, or takes it back',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/audits/{auditId}/positions/{position}/auditor',
    action: 'audit.give',
  },
  reads: ['subject', 'campaign-shard', 'edition', 'station'],
  writes: ['campaign-shard', 'station-work'],
  timeoutSeconds: 10,
  repeating: 'the same person again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
