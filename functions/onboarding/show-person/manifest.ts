import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows the way of a person: positions, onboardings, certifications, certificates',
  trigger: { kind: 'http', method: 'GET', path: '/v1/people/{personId}', action: 'onboarding.read' },
  reads: ['subject', 'station-shard', 'station', 'personnel', 'edition'],
  lists: ['station-of-person'],
  timeoutSeconds: 15,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
