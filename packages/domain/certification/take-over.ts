import type { PathRules } from '../../standard/path-rules.ts';
import { addDays, addMonths, type LocalDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { type FieldProblem, inputRejected, refused } from '../errors.ts';
import { certificationId } from '../ids.ts';
import { type Certificate, certificateStatus } from './certificate.ts';
import { type StatutoryInput, statutoryDates } from './prerequisites.ts';

/** A certificate that was earned before this system, as HQ reads it off the paper. */
export interface TakeOverInput {
  position: string;
  level: string;
  authorisation?: string | undefined;
  validFrom: LocalDate;
  /** The last day. */
  validUntil: LocalDate;
  practicalOn?: LocalDate | undefined;
  issuedOn?: LocalDate | undefined;
  /** The number on the paper. */
  number?: string | undefined;
  /** Where the paper is kept. */
  evidence: string;
  /** The statutory certificate that an authorisation leans on. */
  statutory?: StatutoryInput | undefined;
}

export interface Holder {
  personId: string;
  stationId: string;
  regionId: string;
}

/** Who of HQ takes over, and when. */
export interface TakingOver {
  by: string;
  now: number;
  today: LocalDate;
  /** Why certificates are taken over in bulk. */
  reason?: string;
  /** One that has lapsed is kept too: it counts for nothing, and says what the holder has to renew. */
  lapsed?: true;
}

/** The id that a taken-over certificate goes by: whoever takes it over again meets it. */
export const idOfTakenOver = (personId: string, input: TakeOverInput): string =>
  certificationId(personId, input.position, input.authorisation ?? input.level, input.validFrom);

/**
 * Takes over a certificate of a person under an edition; null when exactly this one is there already.
 * @param known certificates of the person
 * @param number random, made by whoever issues it
 * @throws InputRejected, CertificateAlreadyHeld
 */
export function takeOver(
  rules: PathRules,
  holder: Holder,
  input: TakeOverInput,
  known: readonly Certificate[],
  number: string,
  by: TakingOver,
): Certificate | null {
  const { position, level, authorisation, validFrom, validUntil, practicalOn, evidence } = input;
  const problems = problemsOf(rules, input, by);
  if (problems.length > 0) throw inputRejected(problems);
  const id = idOfTakenOver(holder.personId, input);
  const same = known.find((one) => one.certificationId === id);
  if (same?.takenOver && same.validUntil === validUntil) return null;
  const what = authorisation ?? level;
  const held =
    same ??
    known.find(
      (one) =>
        one.position === position &&
        (one.authorisation ?? one.level) === what &&
        isInTheWay(one, input, by.today),
    );
  if (held)
    throw refused('CertificateAlreadyHeld', 'the person holds such a certificate', {
      details: { number: held.number, validUntil: held.validUntil },
    });
  const leans = rules.authorisations.find(({ id }) => id === authorisation)?.statutoryCertificate;
  const statutory =
    leans && input.statutory
      ? {
          certificate: leans,
          ...statutoryDates(rules, leans, input.statutory, by.today, 'statutory.'),
        }
      : undefined;
  return {
    number,
    ...holder,
    position,
    level,
    ...(authorisation === undefined ? {} : { authorisation }),
    edition: rules.edition,
    certificationId: id,
    issuedOn: input.issuedOn ?? by.today,
    validFrom,
    validUntil,
    graceDays: rules.renewal.graceDays,
    windowDaysBefore: rules.renewal.windowDaysBefore,
    ...(practicalOn === undefined ? {} : { practicalOn }),
    ...(statutory ? { statutory } : {}),
    refresherHours: 0,
    takenOver: {
      ...{ by: by.by, at: instant(by.now), evidence },
      ...(input.number === undefined ? {} : { number: input.number }),
      ...(by.reason === undefined ? {} : { reason: by.reason }),
    },
    revision: 1,
  };
}

/** One that still counts, or whose days are also those of the other. */
function isInTheWay(one: Certificate, { validFrom, validUntil }: TakeOverInput, today: LocalDate): boolean {
  const status = certificateStatus(one, today);
  if (status === 'revoked' || status === 'replaced') return false;
  return status !== 'expired' || (one.validFrom <= validUntil && validFrom < one.validUntil);
}

function problemsOf(rules: PathRules, input: TakeOverInput, { today, lapsed }: TakingOver): FieldProblem[] {
  const { level, authorisation, validFrom, validUntil, practicalOn, issuedOn } = input;
  const notAmong = (field: string, value: string, allowed: readonly { id: string }[]): FieldProblem[] =>
    allowed.some(({ id }) => id === value)
      ? []
      : [{ field, code: 'not-allowed-value', value, allowed: allowed.map(({ id }) => id).join(', ') || '–' }];
  const future = (field: string, day: LocalDate | undefined): FieldProblem[] =>
    day !== undefined && day > today ? [{ field, code: 'in-the-future', value: day, allowed: today }] : [];
  const right = rules.authorisations.find(({ id }) => id === authorisation);
  const months = right?.refreshMonths ?? rules.validityMonths;
  const last = addMonths(validFrom, months);
  // A renewal that was passed in the window counts from the old end.
  const latest = addDays(last, authorisation === undefined ? rules.renewal.windowDaysBefore : 0);
  const grace = authorisation === undefined ? rules.renewal.graceDays : 0;
  return [
    ...notAmong('level', level, rules.levels),
    ...(authorisation === undefined ? [] : notAmong('authorisation', authorisation, rules.authorisations)),
    ...future('validFrom', validFrom),
    ...future('practicalOn', practicalOn),
    ...future('issuedOn', issuedOn),
    ...(validUntil < validFrom || validUntil > latest
      ? [
          {
            field: 'validUntil',
            code: 'outside-validity',
            value: validUntil,
            allowed: `${validFrom} … ${latest}`,
          },
        ]
      : []),
    ...(!lapsed && addDays(validUntil, grace) < today
      ? [{ field: 'validUntil', code: 'certificate-run-out', value: validUntil, allowed: `≥ ${today}` }]
      : []),
    ...(right?.statutoryCertificate && !input.statutory ? [{ field: 'statutory', code: 'missing' }] : []),
    ...(!right?.statutoryCertificate && input.statutory
      ? [{ field: 'statutory', code: 'unknown-field' }]
      : []),
  ];
}

/**
 * Shows a newer statutory certificate to the authorisation that leans on it, which counts again from that moment if it
 * was suspended for its sake; null when it is known already. One that ends earlier than the known one is a message
 * that came late, unless HQ corrects what was typed wrong.
 * @throws NoStatutoryCertificate, CertificateRevoked, StatutoryNotNewer, InputRejected
 */
export function showStatutory(
  certificate: Certificate,
  rules: PathRules,
  input: StatutoryInput & { evidence: string },
  by: { hq: boolean; today: LocalDate },
): Certificate | null {
  const known = certificate.statutory;
  if (!known) throw refused('NoStatutoryCertificate', 'it leans on no statutory certificate');
  if (certificate.revoked) throw refused('CertificateRevoked', 'a revoked certificate stays revoked');
  const dates = statutoryDates(rules, known.certificate, input, by.today, '');
  const endOf = (one: { validUntil?: string; reviewBy?: string }) =>
    [one.validUntil, one.reviewBy].filter((day) => day !== undefined).sort()[0] ?? '';
  if (dates.validUntil === known.validUntil && dates.reviewBy === known.reviewBy) return null;
  if (endOf(dates) <= endOf(known) && !by.hq)
    throw refused('StatutoryNotNewer', 'the one that is known holds as long', {
      details: { until: endOf(known) },
    });
  return {
    ...certificate,
    statutory: { certificate: known.certificate, ...dates, evidence: input.evidence },
    revision: certificate.revision + 1,
  };
}
