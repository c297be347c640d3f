import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Saves a draft of an edition of the standard, new or in place of the one before',
  trigger: { kind: 'http', method: 'PUT', path: '/v1/edition-drafts/{draftId}', action: 'standard.draft' },
  reads: ['subject', 'edition', 'edition-draft'],
  writes: ['edition-draft', 'edition-draft-part'],
  timeoutSeconds: 20,
  memoryMegabytes: 512,
  repeating:
    'one transaction on the content that it takes the place of; the same content again changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
