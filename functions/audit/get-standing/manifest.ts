import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    "Shows a station's grade now: its last audit, what lowers the grade since, what would lift it, what follows",
  trigger: {
    kind: 'http',
    method: 'GET',
    path: '/v1/stations/{stationId}/standing',
    action: 'audit.read',
  },
  reads: [
    'subject',
    'station-shard',
    'campaign-shard',
    'nonconformity',
    'station-facts',
    'compliance',
    'edition',
  ],
  lists: ['audits-of-station'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
