import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Confirms that a closed correction lasts, or opens it again',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/effect-check',
    action: 'correction.verify',
  },
  reads: ['subject', 'nonconformity', 'edition'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the first result about a submission holds; the same one again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
