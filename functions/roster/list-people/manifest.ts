import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: "Lists a station's people and the positions they hold, personal data masked",
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}/people', action: 'roster.read' },
  reads: ['subject', 'station-shard', 'station'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
