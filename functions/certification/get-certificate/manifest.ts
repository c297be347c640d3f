import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a certificate with its status of today',
  trigger: { kind: 'http', method: 'GET', path: '/v1/certificates/{number}', action: 'certificate.read' },
  reads: ['subject', 'personnel', 'certificate-number'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
