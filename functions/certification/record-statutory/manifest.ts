import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records the newer statutory certificate that an authorisation leans on',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certificates/{number}/statutory',
    action: 'certificate.refresh',
  },
  reads: ['subject', 'personnel', 'certificate-number', 'edition'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'the one that is known changes nothing, and an older one that comes late is refused',
} as const satisfies Manifest & { trigger: HttpTrigger };
