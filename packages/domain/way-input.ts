import { instant } from './clock.ts';
import type { LadderLook } from './ladder.ts';

/** Input of the workflows `onboarding` and `certification`, which they carry from wait to wait: ids and dates only. */
export interface WayInput {
  personId: string;
  stationId: string;
  /** What is waited for. */
  for: 'steps' | 'certificate' | 'exams';
  /** Instant of the look before. */
  since: string;
  lookAt: string;
  seconds: number;
  owner: string;
}

/** What a wait begins with; null when there is nothing to wait for. */
export function wayInput(
  { personId, stationId }: { personId: string; stationId: string },
  what: WayInput['for'],
  look: LadderLook & { owner?: string },
  now: number,
): WayInput | null {
  if (look.next === 'done') return null;
  const { lookAt, seconds, owner = 'SM' } = look;
  return { personId, stationId, for: what, since: instant(now), lookAt, seconds, owner };
}
