import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Hands a correction, or its verification, to a person of the station, or takes it back',
  trigger: {
    kind: 'http',
    method: 'PUT',
    path: '/v1/nonconformities/{nonconformityId}/people/{part}',
    action: 'correction.give',
  },
  reads: ['subject', 'nonconformity', 'edition', 'station'],
  writes: ['nonconformity'],
  timeoutSeconds: 10,
  repeating: 'the same person again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
