import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lets a scan that has stopped go on with the shards that are left',
  trigger: {
    kind: 'http',
    method: 'POST',
    path: '/v1/compliance/scans/{scanId}/resume',
    action: 'compliance.scan',
  },
  reads: ['subject', 'scan', 'station-shard'],
  writes: ['scan'],
  watches: ['compliance-scan'],
  starts: ['compliance-scan'],
  timeoutSeconds: 10,
  repeating: 'of two calls one starts the next execution; one that runs is left alone',
} as const satisfies Manifest & { trigger: HttpTrigger };
