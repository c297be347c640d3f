import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Approves or turns down the plan of a correction',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/nonconformities/{nonconformityId}/plan-decision',
    action: 'correction.decide-plan',
  },
  reads: ['subject', 'nonconformity', 'edition'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the first decision about a submission holds; the same one again is accepted without effect',
} as const satisfies Manifest & { trigger: HttpTrigger };
