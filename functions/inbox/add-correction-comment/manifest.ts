import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Says something about a nonconformity',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/comments',
    action: 'comment.write',
  },
  reads: ['subject', 'nonconformity', 'comments'],
  writes: ['comments'],
  timeoutSeconds: 10,
  repeating: 'what somebody said last is not said again',
} as const satisfies Manifest & { trigger: HttpTrigger };
