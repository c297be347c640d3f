import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Gives up a draft of an edition that is not published',
  trigger: { kind: 'http', method: 'DELETE', path: '/v1/edition-drafts/{draftId}', action: 'standard.draft' },
  reads: ['subject', 'edition-draft'],
  writes: ['edition-draft', 'edition-draft-part'],
  timeoutSeconds: 10,
  repeating: 'what was given up stays so; the second time it is not there',
} as const satisfies Manifest & { trigger: HttpTrigger };
