import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Records the owner's steps of a correction: containment, cause, plan, implementation, evidence",
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/steps',
    action: 'correction.record',
  },
  reads: ['subject', 'nonconformity', 'edition'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the same words again are passed over; other words for a step that is taken are refused',
} as const satisfies Manifest & { trigger: HttpTrigger };
