import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a nonconformity with its correction, what is due and whose turn it is',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/nonconformities/{nonconformityId}',
    action: 'nonconformity.read',
  },
  reads: ['subject', 'nonconformity', 'edition', 'campaign-shard', 'audit'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
