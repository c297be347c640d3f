import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records registration, safety education or the signed duty sheet',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/onboardings/{onboardingId}/steps',
    action: 'onboarding.record',
  },
  reads: ['subject', 'personnel', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'a step is recorded once; the same words again change nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
