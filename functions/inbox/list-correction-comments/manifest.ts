import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists what was said about a nonconformity, oldest first',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/nonconformities/{nonconformityId}/comments',
    action: 'comment.write',
  },
  reads: ['subject', 'nonconformity', 'comments'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
