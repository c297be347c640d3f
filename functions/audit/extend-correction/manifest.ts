import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Puts off the closing date of a correction, once, with a reason',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/extension',
    action: 'correction.extend',
  },
  reads: ['subject', 'nonconformity', 'edition'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the same extension again is accepted without effect; another one is refused',
} as const satisfies Manifest & { trigger: HttpTrigger };
