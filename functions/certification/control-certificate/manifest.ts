import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Decides whether a certificate counts: suspends it, lets it count again, or revokes it',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certificates/{number}/control',
    action: 'certificate.control',
  },
  reads: ['subject', 'personnel', 'certificate-number'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'what is decided is decided; the same again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
