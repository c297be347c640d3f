import type { OnboardingStep } from '../../standard/path-rules.ts';
import type { LocalDate } from '../calendar.ts';

/** What somebody recorded for a step of onboarding. */
export interface StepRecord {
  by: string;
  /** ISO instant. */
  at: string;
  /** Where the signed sheet, the contract or the certificates are kept; never the thing itself. */
  evidence?: string;
  /** Class hours of the safety education. */
  hours?: number;
  /** The duty sheet that was signed. */
  sheet?: string;
}

/**
 * `open`: steps and modules are being done; `certifying`: exams; `released`: may work alone; `ended`: left or moved
 * before that.
 */
export type OnboardingStatus = 'open' | 'certifying' | 'released' | 'ended';

export const onboardingMoves = {
  certify: { from: ['open'], to: 'certifying' },
  release: { from: ['open', 'certifying'], to: 'released' },
  end: { from: ['open', 'certifying'], to: 'ended' },
} as const;
export type OnboardingMove = keyof typeof onboardingMoves;

/** A person's way into a position at a station. */
export interface Onboarding {
  onboardingId: string;
  personId: string;
  stationId: string;
  regionId: string;
  position: string;
  edition: string;
  status: OnboardingStatus;
  /** First day in the position; the deadlines count from it. */
  since: LocalDate;
  startedAt: string;
  steps: Partial<Record<OnboardingStep, StepRecord>>;
  mentor?: string;
  /** Module → hours recorded. */
  hours: Record<string, number>;
  /** Steps and modules that an earlier position has covered. */
  credited: string[];
  /** The certificate that the person brought along; then no exam follows. */
  certificate?: string;
  /** The certificate that the person brought along after a long time away: only the practical follows. */
  practicalAgain?: string;
  certificationId?: string;
  releasedAt?: string;
  endedAt?: string;
  revision: number;
}
