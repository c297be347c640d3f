import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Imports regions and stations with their people, each station whole or not at all',
  trigger: { kind: 'http', method: 'POST', path: '/v1/network/imports', action: 'network.import' },
  reads: ['subject', 'edition', 'region', 'station-shard', 'station'],
  writes: ['region', 'station-shard', 'station', 'subject'],
  timeoutSeconds: 29,
  memoryMegabytes: 1024,
  repeating: 'a station is one transaction on its content hash; the same content again writes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
