import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists what waits for whoever asks, the first due first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/inbox', action: 'inbox.read' },
  reads: [
    'subject',
    'station-work',
    'station',
    'duty',
    'duty-plan',
    'station-shard',
    'personnel',
    'nonconformity',
    'region',
    'campaign',
    'campaign-shard',
    'audit',
    'edition',
  ],
  lists: [
    'audits-of-station',
    'hq-corrections',
    'reviews',
    'appeals',
    'campaigns',
    'ways-of-region',
    'ways-at-hq',
    'stations-without-assessor',
  ],
  timeoutSeconds: 29,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
