import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Shows how far a scan is, and what it has changed',
  trigger: { kind: 'http', method: 'GET', path: '/v1/compliance/scans/{scanId}', action: 'compliance.read' },
  reads: ['subject', 'scan', 'station-shard'],
  watches: ['compliance-scan'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
