import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Names the mentor of a new colleague',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/onboardings/{onboardingId}/mentor',
    action: 'onboarding.record',
  },
  reads: ['subject', 'personnel', 'station', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'the same mentor again changes nothing; of two who name one at once the second counts again',
} as const satisfies Manifest & { trigger: HttpTrigger };
