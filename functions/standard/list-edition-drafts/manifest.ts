import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the drafts of editions, with who wrote them and which edition they became',
  trigger: { kind: 'http', method: 'GET', path: '/v1/edition-drafts', action: 'standard.draft' },
  reads: ['subject', 'edition-draft'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
