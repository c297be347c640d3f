import type { Manifest, PublicTrigger } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows everybody a page that says what a certificate is worth at the moment of asking',
  trigger: { kind: 'http', method: 'GET', path: '/verify/{number}', public: true },
  reads: ['certificate-number', 'personnel', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: PublicTrigger };
