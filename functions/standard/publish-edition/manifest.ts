import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Publishes a draft of somebody else as an edition of the standard, whole and for good',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/edition-drafts/{draftId}/publication',
    action: 'standard.publish',
  },
  reads: ['subject', 'edition', 'edition-draft', 'edition-draft-part'],
  writes: ['edition', 'edition-draft'],
  timeoutSeconds: 20,
  memoryMegabytes: 512,
  repeating:
    'one transaction on the edition number and the content of the draft; published by the same content it is accepted again',
} as const satisfies Manifest & { trigger: HttpTrigger };
