import type { LocalDate } from '../calendar.ts';

/**
 * `candidate`: theory is next; `in-training`: failed too often, trained anew first; `theory-passed`: the practical is
 * next; `practical-passed`: approval is next; `approved`: the certificate is being issued.
 */
export type CertificationStatus =
  | 'candidate'
  | 'in-training'
  | 'theory-passed'
  | 'practical-passed'
  | 'approved'
  | 'certified'
  | 'ended';

export const certificationMoves = {
  'pass-theory': { from: ['candidate'], to: 'theory-passed' },
  'pass-all': { from: ['candidate', 'theory-passed'], to: 'practical-passed' },
  'fail-finally': { from: ['candidate', 'theory-passed'], to: 'in-training' },
  /** Also where the days for retakes have passed without one: time changes no status. */
  retrain: { from: ['in-training', 'candidate', 'theory-passed'], to: 'candidate' },
  approve: { from: ['practical-passed'], to: 'approved' },
  'turn-down': { from: ['practical-passed'], to: 'candidate' },
  certify: { from: ['approved'], to: 'certified' },
  end: { from: ['candidate', 'in-training', 'theory-passed', 'practical-passed', 'approved'], to: 'ended' },
} as const satisfies Record<string, { from: readonly CertificationStatus[]; to: CertificationStatus }>;
export type CertificationMove = keyof typeof certificationMoves;

export type CertificationKind = 'initial' | 'renewal' | 'upgrade' | 'authorisation';

/** A prerequisite that somebody has looked at. */
export interface Shown {
  by: string;
  at: string;
  evidence: string;
  /** Last day of a statutory certificate, and by when it is reviewed. */
  validUntil?: LocalDate;
  reviewBy?: LocalDate;
  /** HQ lets the person go on without it, for this reason. */
  waivedBecause?: string;
}

export interface Attempt {
  number: number;
  /** ISO instant. */
  at: string;
  /** Percent. */
  score: number;
  passed: boolean;
}

/** A paper of an earlier way to the same certificate, which counts on the way that follows it too. */
export interface EarlierPaper {
  certificationId: string;
  number: number;
  /** The mark by which it is passed, in percent: of the edition under which it was begun. */
  theoryPass: number;
}

export interface Assessment extends Attempt {
  by: string;
  /** Safety-critical steps that were not fully right. */
  failedSafety: string[];
  /** Whoever assessed did the work of all positions that day that must not watch over themselves alone. */
  combined?: true;
  /** Whoever assessed holds the position that approves as well, so that HQ approves instead. */
  approves?: true;
}

export interface Approval {
  by: string;
  at: string;
}

/** A person's way to one certificate: of a position at a level, or of an authorisation beside it. */
export interface Certification {
  certificationId: string;
  personId: string;
  stationId: string;
  regionId: string;
  position: string;
  level: string;
  authorisation?: string;
  kind: CertificationKind;
  edition: string;
  status: CertificationStatus;
  openedAt: string;
  /** By when each part is done. */
  dues: { theory: LocalDate; practical: LocalDate; release: LocalDate };
  /** What is asked for on this way. */
  needs: { theory: boolean; practical: boolean };
  /** Prerequisite (`education`, `statutory-certificate:driving-licence`) → what was shown. */
  shown: Record<string, Shown>;
  attempts: Attempt[];
  assessments: Assessment[];
  /** Attempts before this instant are over: the person was trained anew. */
  retrainedAt?: string;
  /** Where the attendance list of the last retraining is kept. */
  retraining?: string;
  /** The approval of the station, where HQ has to countersign. */
  signed?: Approval;
  approval?: Approval;
  turnedDownBecause?: string;
  onboardingId?: string;
  /** The paper that was being written when this way began, because the person moved meanwhile. */
  writing?: EarlierPaper;
  /** The certificate that this one renews or replaces. */
  renews?: string;
  /**
   * Last day for which less than the whole exam is enough: of a renewal that of the grace, of a practical that is passed
   * again that of the certificate.
   */
  shortUntil?: LocalDate;
  certificate?: string;
  certifiedAt?: string;
  endedAt?: string;
  revision: number;
}
