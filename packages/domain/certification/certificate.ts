import type { PathRules } from '../../standard/path-rules.ts';
import { addDays, addMonths, type LocalDate } from '../calendar.ts';
import { refused } from '../errors.ts';
import type { Approval, Certification, Shown } from './certification.ts';
import { nameOf, prerequisitesOf } from './prerequisites.ts';

/** Something that HQ decided about a certificate. */
export interface Decision extends Approval {
  /** Code of the edition for a suspension: `critical-finding`, `proven-complaint`. */
  cause?: string;
  reason: string;
  /** How and until when the holder may object, or what became of an objection. */
  appealNote?: string;
}

/**
 * A certificate as it was issued, and what was decided about it since. Whether it counts is never kept: it follows from
 * the day on which somebody asks.
 */
export interface Certificate {
  number: string;
  personId: string;
  /** Where the person works now; null after they have left the network. */
  stationId: string | null;
  regionId: string | null;
  position: string;
  level: string;
  authorisation?: string;
  edition: string;
  certificationId: string;
  issuedOn: LocalDate;
  validFrom: LocalDate;
  /** The last day. */
  validUntil: LocalDate;
  graceDays: number;
  windowDaysBefore: number;
  /** When the practical was passed last, here or on the way to the certificate before. */
  practicalOn?: LocalDate;
  /** The statutory certificate that it leans on: its last day, and its review. */
  statutory?: {
    certificate: string;
    validUntil?: LocalDate;
    reviewBy?: LocalDate;
    /** Where a copy of a newer one is kept that was shown since. */
    evidence?: string;
  };
  /** Hours of further training, the total so far. */
  refresherHours: number;
  /** Where the record of the last hours is kept. */
  refresherEvidence?: string;
  suspended?: Decision;
  revoked?: Decision;
  /** Number of the certificate that took its place. */
  replacedBy?: string;
  /**
   * Who of HQ took it over from before this system, where the paper is kept, the number on it, and why an import did:
   * nobody was examined here for it.
   */
  takenOver?: Approval & { evidence: string; number?: string; reason?: string };
  /** A critical finding that the holder caused: the next renewal asks for the practical. */
  criticalFinding?: boolean;
  revision: number;
}

export type CertificateStatus =
  | 'valid'
  | 'expiring'
  | 'grace'
  | 'expired'
  | 'suspended'
  | 'revoked'
  | 'replaced';

/** What a certificate is worth on a day: decisions before dates, and of the dates the worst. */
export function certificateStatus(certificate: Certificate, today: LocalDate): CertificateStatus {
  if (certificate.revoked) return 'revoked';
  if (certificate.replacedBy !== undefined) return 'replaced';
  const { statutory, validUntil, graceDays, windowDaysBefore, authorisation } = certificate;
  if (certificate.suspended || (statutory && lapsed(statutory, today))) return 'suspended';
  if (today <= validUntil) return today >= addDays(validUntil, -windowDaysBefore) ? 'expiring' : 'valid';
  // An authorisation ends on its day: there is no grace for work on high voltage.
  return authorisation === undefined && today <= addDays(validUntil, graceDays) ? 'grace' : 'expired';
}

const lapsed = (
  { validUntil, reviewBy }: Pick<Shown, 'validUntil' | 'reviewBy'>,
  today: LocalDate,
): boolean =>
  (validUntil !== undefined && today > validUntil) || (reviewBy !== undefined && today > reviewBy);

/** True when the holder may work on the strength of it; in grace only under supervision. */
export const counts = (certificate: Certificate, today: LocalDate): boolean =>
  ['valid', 'expiring'].includes(certificateStatus(certificate, today));

export interface Renewal {
  needs: { theory: boolean; practical: boolean };
  kind: 'renewal' | 'initial';
}

/** What is known of the holder besides the certificate. */
export interface RenewalFacts {
  /** Months away from the position since the last practical, the longest time. */
  absentMonths: number;
}

/** Whole years that a validity covers, for the hours of further training. */
const refresherHours = (rules: PathRules): number =>
  Math.round((rules.refresherHoursPerYear * rules.validityMonths) / 12);

/**
 * What a renewal asks for (section 6): inside the window or the grace theory, and the practical only for a reason; after
 * the grace everything from the start.
 * @throws RenewalTooEarly, RefresherHoursMissing, CertificateNotRenewable
 */
export function renewal(
  certificate: Certificate,
  rules: PathRules,
  facts: RenewalFacts,
  today: LocalDate,
): Renewal {
  const { validUntil, graceDays, windowDaysBefore, practicalOn } = certificate;
  if (certificate.revoked || certificate.replacedBy !== undefined)
    throw refused('CertificateNotRenewable', 'revoked or replaced', {
      details: { status: certificateStatus(certificate, today) },
    });
  const from = addDays(validUntil, -windowDaysBefore);
  if (today < from) throw refused('RenewalTooEarly', 'the window is not open', { details: { from } });
  if (certificate.authorisation === undefined && today > addDays(validUntil, graceDays))
    return { kind: 'initial', needs: { theory: true, practical: rules.rubric.length > 0 } };
  const demanded = refresherHours(rules);
  if (certificate.authorisation === undefined && certificate.refresherHours < demanded)
    throw refused('RefresherHoursMissing', 'hours of further training are missing', {
      details: { hours: certificate.refresherHours, demanded },
    });
  if (certificate.authorisation !== undefined) {
    const right = rules.authorisations.find(({ id }) => id === certificate.authorisation);
    return { kind: 'renewal', needs: { theory: false, practical: (right?.rubric.length ?? 0) > 0 } };
  }
  const { lastOlderThanMonths, absenceOverMonths, criticalFinding } = rules.renewal.practicalWhen;
  const practical =
    practicalOn === undefined ||
    today > addMonths(practicalOn, lastOlderThanMonths) ||
    facts.absentMonths > absenceOverMonths ||
    (criticalFinding && certificate.criticalFinding === true);
  return { kind: 'renewal', needs: { theory: true, practical } };
}

/**
 * The day on which the last part of a way was passed: what counts, however late the rest is done. Where nothing is to be
 * passed it is the day on which the last thing was shown: nobody had the right before.
 */
export function passedOn(certification: Certification, dayOf: (instant: string) => LocalDate): LocalDate {
  const { attempts, assessments, shown, openedAt, retrainedAt = '' } = certification;
  const passed = [...attempts, ...assessments].filter(({ passed: yes, at }) => yes && at > retrainedAt);
  const counting = passed.length > 0 ? passed : [{ at: openedAt }, ...Object.values(shown)];
  return dayOf(
    counting
      .map(({ at }) => at)
      .sort()
      .at(-1) ?? openedAt,
  );
}

/**
 * The days for which a new certificate counts. A renewal that was passed in the window goes on from the last day of the
 * old one, so that renewing early never shortens a validity, and a late approval costs nobody anything. What is passed
 * before the window (a higher level) counts from that day, and never ends before the old one would have.
 */
export function validity(
  months: number,
  passed: LocalDate,
  before: Pick<Certificate, 'validUntil' | 'windowDaysBefore'> | null,
): { validFrom: LocalDate; validUntil: LocalDate } {
  if (before === null || passed > before.validUntil)
    return { validFrom: passed, validUntil: addMonths(passed, months) };
  const inWindow = passed >= addDays(before.validUntil, -before.windowDaysBefore);
  const validUntil = addMonths(inWindow ? before.validUntil : passed, months);
  return { validFrom: passed, validUntil: validUntil < before.validUntil ? before.validUntil : validUntil };
}

/**
 * The certificate of an approved way.
 * @param before the certificate that it renews
 * @param number random, made by whoever issues it
 */
export function issue(
  rules: PathRules,
  certification: Certification,
  before: Certificate | null,
  number: string,
  today: LocalDate,
  dayOf: (instant: string) => LocalDate,
): Certificate {
  const { personId, stationId, regionId, position, level, authorisation, edition, certificationId } =
    certification;
  const law = rules.authorisations.find(({ id }) => id === authorisation);
  const passed = passedOn(certification, dayOf);
  const months = law ? (law.refreshMonths ?? rules.validityMonths) : rules.validityMonths;
  // A practical that is passed again after a long time away prolongs nothing: no theory was passed.
  const same = certification.kind === 'renewal' && !certification.needs.theory && before !== null;
  const dates = same
    ? { validFrom: passed, validUntil: before.validUntil }
    : validity(months, passed, before);
  const practical = certification.assessments.filter((one) => one.passed).at(-1);
  const practicalOn = practical ? dayOf(practical.at) : before?.practicalOn;
  const leans = authorisation
    ? prerequisitesOf(rules, certification).find(({ kind }) => kind === 'statutory-certificate')
    : undefined;
  const shown = leans && certification.shown[nameOf(leans)];
  return {
    number,
    personId,
    stationId,
    regionId,
    position,
    level,
    ...(authorisation === undefined ? {} : { authorisation }),
    edition,
    certificationId,
    issuedOn: today,
    ...dates,
    graceDays: rules.renewal.graceDays,
    windowDaysBefore: rules.renewal.windowDaysBefore,
    ...(practicalOn === undefined ? {} : { practicalOn }),
    ...(leans?.certificate && shown
      ? {
          statutory: {
            certificate: leans.certificate,
            ...(shown.validUntil === undefined ? {} : { validUntil: shown.validUntil }),
            ...(shown.reviewBy === undefined ? {} : { reviewBy: shown.reviewBy }),
          },
        }
      : {}),
    refresherHours: same ? before.refresherHours : 0,
    // What was decided about the one before holds for the one that takes its place.
    ...(before?.suspended ? { suspended: before.suspended } : {}),
    ...(before?.revoked ? { revoked: before.revoked } : {}),
    // A finding that came while the renewal went on without a practical asks for it the next time.
    ...(before?.criticalFinding && !practical ? { criticalFinding: true } : {}),
    revision: 1,
  };
}

/** Letters and digits that nobody mistakes for one another. */
const alphabet = '23456789ABCDEFGHJKLMNPQRSTUVWXYZ';

/** A certificate's number out of ten random bytes: `SK-7H3K-Q2MX-9D`; fifty bits, so nobody guesses one. */
export function numberOf(bytes: Uint8Array): string {
  const letters = [...bytes.slice(0, 10)].map((byte) => alphabet[byte % 32]).join('');
  return `SK-${letters.slice(0, 4)}-${letters.slice(4, 8)}-${letters.slice(8, 10)}`;
}

export type ControlInput = { reason: string; appealNote?: string | undefined } & (
  | { decision: 'suspend'; cause: 'critical-finding' | 'proven-complaint' }
  | { decision: 'reinstate' }
  | { decision: 'revoke' }
);

/**
 * Suspends, reinstates or revokes; null when it was decided before. What is revoked stays so: whoever comes back takes
 * the whole way again.
 * @throws CertificateRevoked, CertificateNotSuspended
 */
export function control(certificate: Certificate, input: ControlInput, by: Approval): Certificate | null {
  const decision: Decision = {
    ...by,
    reason: input.reason,
    ...(input.decision === 'suspend' ? { cause: input.cause } : {}),
    ...(input.appealNote === undefined ? {} : { appealNote: input.appealNote }),
  };
  if (certificate.revoked) {
    if (input.decision === 'revoke') return null;
    throw refused('CertificateRevoked', 'a revoked certificate stays revoked');
  }
  const revision = certificate.revision + 1;
  switch (input.decision) {
    case 'suspend':
      // The first decision stands; a finding that comes besides asks for the practical all the same.
      if (certificate.suspended)
        return input.cause === 'critical-finding' && !certificate.criticalFinding
          ? { ...certificate, criticalFinding: true, revision }
          : null;
      return {
        ...certificate,
        suspended: decision,
        ...(input.cause === 'critical-finding' ? { criticalFinding: true } : {}),
        revision,
      };
    case 'reinstate': {
      if (!certificate.suspended) throw refused('CertificateNotSuspended', 'it is not suspended');
      const { suspended: _suspended, ...rest } = certificate;
      return { ...rest, revision };
    }
    case 'revoke':
      return { ...certificate, revoked: decision, revision };
  }
}
