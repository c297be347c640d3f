import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Starts a scan of the network, a region or a station at once',
  trigger: { kind: 'http', method: 'POST', path: '/v1/compliance/scans', action: 'compliance.scan' },
  reads: ['subject', 'edition', 'scan', 'station-shard', 'region'],
  writes: ['scan'],
  starts: ['compliance-scan'],
  timeoutSeconds: 10,
  repeating: 'each call is a scan of its own, and one that finds nothing new changes nothing',
} as const satisfies Manifest & { trigger: HttpTrigger };
