import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Accepts the evidence of a correction and closes it, turns it down, or finds it forged',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/verification',
    action: 'correction.verify',
  },
  reads: ['subject', 'nonconformity', 'edition'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the first decision about a submission holds; the same one again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
