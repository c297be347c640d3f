import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows a draft of an edition, whole, as it would be published',
  trigger: { kind: 'http', method: 'GET', path: '/v1/edition-drafts/{draftId}', action: 'standard.draft' },
  reads: ['subject', 'edition-draft', 'edition-draft-part'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
