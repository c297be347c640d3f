import type { HttpTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Lets the stations of a region owe their duties from a day on',
  trigger: { kind: 'http', method: 'POST', path: '/v1/duties/start', action: 'duty.begin' },
  reads: ['subject', 'region', 'station-shard', 'duty'],
  writes: ['duty'],
  lists: ['stations-of-region'],
  timeoutSeconds: 29,
  repeating: 'a station that has begun keeps its day, and one that was given another day has it',
} as const satisfies Manifest & { trigger: HttpTrigger };
