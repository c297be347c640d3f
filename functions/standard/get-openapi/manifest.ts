import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Describes the API as an OpenAPI 3.1 document',
  trigger: { kind: 'http', method: 'GET', path: '/v1/openapi.json', action: 'standard.read' },
  reads: ['subject'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
