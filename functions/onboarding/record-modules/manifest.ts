import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records hours of training modules',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/onboardings/{onboardingId}/modules',
    action: 'onboarding.record',
  },
  reads: ['subject', 'personnel', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'hours are the total so far and never fall',
} as const satisfies Manifest & { trigger: HttpTrigger };
