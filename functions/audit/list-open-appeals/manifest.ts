import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lists the appeals that HQ has to decide, the first due first',
  trigger: { kind: 'http', method: 'GET', path: '/v1/appeals', action: 'appeal.decide' },
  reads: ['subject', 'audit'],
  lists: ['appeals'],
  timeoutSeconds: 10,
  repeating: 'reads only',
} as const satisfies Manifest & { trigger: HttpTrigger };
