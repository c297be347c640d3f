import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Records hours of further training of the holder of a certificate',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/certificates/{number}/refresher',
    action: 'certificate.refresh',
  },
  reads: ['subject', 'personnel', 'certificate-number'],
  writes: ['personnel'],
  timeoutSeconds: 10,
  repeating: 'hours are the total so far and never fall',
} as const satisfies Manifest & { trigger: HttpTrigger };
