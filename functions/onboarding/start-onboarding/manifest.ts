import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose: 'Starts the onboarding of a person who begins in a position',
  trigger: { kind: 'event', detailType: ['AssignmentStarted'] },
  reads: ['personnel', 'station', 'station-shard', 'edition'],
  writes: ['personnel'],
  starts: ['onboarding'],
  timeoutSeconds: 30,
  repeating: 'one onboarding per person, station, position and first day, under whose id the workflow runs',
} as const satisfies Manifest & { trigger: EventTrigger };
