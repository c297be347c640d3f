import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Lists a station's audits, newest first",
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}/audits', action: 'audit.read' },
  reads: ['subject', 'station-shard', 'campaign-shard'],
  lists: ['audits-of-station'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
