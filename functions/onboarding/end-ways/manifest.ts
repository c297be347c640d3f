import type { EventTrigger, Manifest } from '../../../packages/lambda/manifest.ts';

export const manifest = {
  purpose:
    'Ends the onboarding and the certifications of a position that a person no longer holds, and mentoring',
  trigger: { kind: 'event', detailType: ['AssignmentEnded'] },
  reads: ['personnel', 'station'],
  writes: ['personnel'],
  timeoutSeconds: 30,
  repeating: 'what is over stays over; a position that is held again by now is left alone',
} as const satisfies Manifest & { trigger: EventTrigger };
