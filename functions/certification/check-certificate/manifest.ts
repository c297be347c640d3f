import type { Manifest, PublicTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Tells everybody what a certificate is worth at the moment of asking',
  trigger: { kind: 'http', method: 'GET', path: '/v1/public/certificates/{number}', public: true },
  reads: ['certificate-number', 'personnel', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: PublicTrigger };
