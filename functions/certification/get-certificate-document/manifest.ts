import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Makes a certificate as a PDF with a code that leads to the page that checks it',
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/certificates/{number}/document',
    action: 'certificate.read',
  },
  reads: ['subject', 'personnel', 'certificate-number', 'edition', 'station'],
  namesPublicPages: true,
  // The only letters that a PDF cannot do without bringing them along; with their licence (OFL).
  beside: [
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-400-normal.woff',
    '@fontsource/noto-sans-sc/files/noto-sans-sc-chinese-simplified-700-normal.woff',
    '@fontsource/noto-sans-sc/LICENSE',
  ],
  timeoutSeconds: 20,
  memoryMegabytes: 1024,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
