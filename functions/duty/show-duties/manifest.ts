import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows which duties of a station are done, late, open or missed, by position',
  trigger: { kind: 'http', method: 'GET', path: '/v1/stations/{stationId}/duties', action: 'duty.read' },
  reads: ['subject', 'station-shard', 'station', 'edition', 'duty', 'duty-plan'],
  timeoutSeconds: 10,
  memoryMegabytes: 512,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
