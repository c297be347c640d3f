import type { Severity } from '../../standard/edition-rules.ts';
import type { LocalDate } from '../calendar.ts';
import type { DutyFacts } from '../duty/duty-facts.ts';
import { type Holder, isHolderOn } from '../staffing/acting.ts';
import type { StaffedStation } from '../staffing/explain-seats.ts';

/**
 * Everything that the rules of compliance look at, of one station: facts with their dates and no verdicts, because what
 * depends on time is reckoned when it is asked for. At most 4 KB, no personal data.
 */
export interface StationFacts extends StaffedStation {
  stationId: string;
  regionId: string;
  /** `until`: the last day of who was named to act; such a holder counts from `since` to that day. */
  holders: Holder[];
  certificates: FactCertificate[];
  /** Onboardings, certifications and hand-overs that are open, with the part that is due first. */
  ways: { id: string; personId: string; position: string; part: string; due: LocalDate; owner: string }[];
  corrections: { id: string; due: LocalDate; severity: Severity; owner: string }[];
  /** Audits that wait for the station's answers. */
  audits: { id: string; due: LocalDate }[];
  /** Waits that lost workflow, token or owner, as the scan of waits found them. */
  lostWaits: { of: string; kind: string; owner: string }[];
  /** How far its recurring duties are done. */
  duties: DutyFacts;
  /** From when duties are owed here: the day of its first record, or the one that HQ has set. */
  dutiesFrom?: LocalDate;
}

/** What counts on a day: who acts no more, or not yet, does not. */
export const factsOn = (facts: StationFacts, day: LocalDate): StationFacts => ({
  ...facts,
  holders: facts.holders.filter((holder) => isHolderOn(holder, day)),
});

/** A certificate of somebody at the station, as far as dates and decisions go. */
export interface FactCertificate {
  personId: string;
  position: string;
  authorisation?: string;
  validUntil: LocalDate;
  suspended?: true;
  /** Last day of the statutory certificate or of its review, whichever comes first. */
  statutoryUntil?: LocalDate;
}

/** A rule that is not met: since when, how bad, whose it is. */
export interface Breach {
  /** Rule and subject: the same breach has the same key at every scan. */
  key: string;
  rule: BreachRule;
  /** Position, person, way, correction or duty that it is about. */
  subject: string;
  position?: string;
  severity: Severity;
  /** Who mends it: a position, `line-manager`, or an office of HQ. */
  owner: string;
  /** By when, where there is a day for it that does not follow from when it was found. */
  due?: LocalDate;
  /** How far it is up the ladder at once, whatever day it is. */
  rung?: number;
}

export const breachRules = [
  'vacant-seat',
  'uncovered-seat',
  'short-of-band',
  'combination',
  'uncertified',
  'certificate-lapsed',
  'grace-alone',
  'certificate-expiring',
  'statutory-lapsed',
  'statutory-expiring',
  'too-few-authorised',
  'onboarding-overdue',
  'certification-overdue',
  'hand-over-overdue',
  'audit-overdue',
  'correction-overdue',
  'duty-missed',
  'wait-lost',
] as const;
export type BreachRule = (typeof breachRules)[number];
