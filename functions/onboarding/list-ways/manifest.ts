import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists onboardings, certifications and hand-overs that are open, and whose turn it is',
  trigger: { kind: 'http', method: 'GET', path: '/v1/ways', action: 'onboarding.read' },
  reads: ['subject', 'station-shard', 'personnel', 'edition', 'region'],
  lists: ['ways-of-region', 'ways-at-hq', 'stations-without-assessor'],
  timeoutSeconds: 20,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
