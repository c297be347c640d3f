import type { Certificate } from '../domain/certification/certificate.ts';
import type { Certification } from '../domain/certification/certification.ts';
import type { Drawn, PaperAnswers, Question } from '../domain/certification/paper.ts';
import type { Onboarding } from '../domain/onboarding/onboarding.ts';
import type { Hold, Recorded } from '../domain/roster/employment.ts';
import type { PathRules } from '../standard/path-rules.ts';

// Shapes of the items of onboarding and certification. None of them holds a name or a phone number.

/** What has happened to a person at work, and what they hold after it. */
export interface EmploymentItem {
  type: 'employment';
  v: 1;
  personId: string;
  /** Where they work; gone when they have left. */
  stationId?: string;
  events: Recorded[];
  holds: Hold[];
  /** The first day of what waits for its day. */
  plannedFor?: string;
  revision: number;
  changedBy: string;
  changedAt: string;
}

export interface OnboardingItem extends Onboarding {
  type: 'onboarding';
  v: 1;
  changedBy: string;
  changedAt: string;
}

/** Onboardings that a person was named mentor of, so that two who name one at the same moment meet. */
export interface MentoringItem {
  type: 'mentoring';
  v: 1;
  personId: string;
  /** Onboarding → instant at which the person was named. */
  trainees: Record<string, string>;
  revision: number;
}

export interface CertificationItem extends Certification {
  type: 'certification';
  v: 1;
  changedBy: string;
  changedAt: string;
}

export interface CertificateItem extends Certificate {
  type: 'certificate';
  v: 1;
  changedBy: string;
  changedAt: string;
}

/** Lets a number be looked up without naming the person in it. */
export interface CertificateNumberItem {
  type: 'certificate-number';
  v: 1;
  number: string;
  certificationId: string;
  /** The holder's name when it was issued, masked (王*明): whoever checks a number needs no right to names. */
  holder?: string;
}

/** The hand-over that is asked for when somebody leaves a position. */
export interface HandOverItem {
  type: 'hand-over';
  v: 1;
  handOverId: string;
  personId: string;
  stationId: string;
  regionId: string;
  positions: string[];
  on: string;
  /** Last day for it. */
  dueOn: string;
  /** `withdrawn`: the person has come back to all of it. */
  status: 'open' | 'done' | 'withdrawn';
  evidence?: string;
  changedBy: string;
  changedAt: string;
}

/** A paper that was drawn for one try; what is kept of answers before it is finished counts for nothing yet. */
export interface PaperItem {
  type: 'paper';
  v: 1;
  certificationId: string;
  number: number;
  position: string;
  bank: number;
  drawn: Drawn[];
  startedAt: string;
  endsAt: string;
  answers: PaperAnswers;
  savedAt?: string;
  finishedAt?: string;
  score?: number;
  /** Questions that were not answered right. */
  wrong?: string[];
}

/** A version of a position's question bank as papers are drawn from it: without the key. */
export interface BankItem {
  type: 'bank';
  v: 1;
  position: string;
  version: number;
  paper: number;
  questions: Question[];
  contentHash: string;
  changedBy: string;
  changedAt: string;
}

/** What papers are graded by, and the reasons that are shown afterwards. Read by nobody but who grades. */
export interface BankKeyItem {
  type: 'bank-key';
  v: 1;
  position: string;
  version: number;
  key: Record<string, number[]>;
  why: Record<string, { zh: string; en: string }>;
}

export interface EditionPathItem {
  type: 'edition-path';
  v: 1;
  rules: PathRules;
}
