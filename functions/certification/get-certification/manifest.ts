import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a way to a certificate: what was passed, what is next, and why not now',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/certifications/{certificationId}',
    action: 'certification.read',
  },
  reads: ['subject', 'personnel', 'edition'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
