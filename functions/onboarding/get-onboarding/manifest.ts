import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows an onboarding with what is open, whose it is and by when',
  trigger: { kind: 'http', method: 'GET', path: '/v1/onboardings/{onboardingId}', action: 'onboarding.read' },
  reads: ['subject', 'personnel', 'edition'],

  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
