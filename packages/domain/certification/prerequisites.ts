import type { PathPrerequisite, PathRules } from '../../standard/path-rules.ts';
import { isHq } from '../audit/independence.ts';
import { addMonths, type LocalDate, localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { inputRejected, refused } from '../errors.ts';
import type { Certification, Shown } from './certification.ts';
import type { CertificationChange, CertificationContext } from './take-exam.ts';

/**
 * The name by which a prerequisite is shown: `education`, `statutory-certificate:driving-licence`. Of several that would
 * bear the same one, `named` numbers all but the first.
 */
export const nameOf = ({ kind, certificate, module, position, level, when }: PathPrerequisite): string =>
  [kind, certificate, module, position, level, when].filter((part) => part !== undefined).join(':');

/** Prerequisites by name, each with one of its own, so that nothing passes for shown because something like it was: `other:2`. */
export function named(asked: readonly PathPrerequisite[]): [string, PathPrerequisite][] {
  const times = new Map<string, number>();
  return asked.map((one) => {
    const name = nameOf(one);
    const time = (times.get(name) ?? 0) + 1;
    times.set(name, time);
    return [time === 1 ? name : `${name}:${time}`, one];
  });
}

/** What a way asks for: of a position all that is always needed, of an authorisation its modules and its statutory certificate. */
export function prerequisitesOf(
  rules: PathRules,
  { authorisation, kind }: Pick<Certification, 'authorisation' | 'kind'>,
): PathPrerequisite[] {
  if (authorisation) {
    const right = rules.authorisations.find(({ id }) => id === authorisation);
    const certificate = right?.statutoryCertificate;
    return [
      ...(right?.modules ?? []).map(({ id }) => ({ kind: 'module' as const, module: id })),
      ...(certificate ? [{ kind: 'statutory-certificate' as const, certificate }] : []),
    ];
  }
  const always = rules.prerequisites.filter(({ when }) => when === undefined);
  // What was shown once holds for renewals and higher levels; a statutory certificate has dates of its own.
  return kind === 'initial' ? always : always.filter((one) => one.kind === 'statutory-certificate');
}

/** True when what was shown counts on a day: a certificate that has run out or missed its review does not. */
export const holdsOn = (
  { validUntil, reviewBy }: Pick<Shown, 'validUntil' | 'reviewBy'>,
  day: string,
): boolean => (validUntil === undefined || day <= validUntil) && (reviewBy === undefined || day <= reviewBy);

/** Names of the prerequisites that are not shown, or no longer hold. */
export function missingPrerequisites(rules: PathRules, certification: Certification, now: number): string[] {
  const today = localDate(now);
  return named(prerequisitesOf(rules, certification))
    .map(([name]) => name)
    .filter((name) => {
      const shown = certification.shown[name];
      return !shown || !holdsOn(shown, today);
    });
}

export interface ShownInput {
  prerequisite: string;
  evidence?: string | undefined;
  issuedOn?: string | undefined;
  validUntil?: string | undefined;
  waiver?: string | undefined;
}

/**
 * Records that a prerequisite was looked at. HQ may let a person go on without one, except what the law asks for.
 * @throws InputRejected, StepNotYours, StepNotInTurn
 */
export function showPrerequisite(
  certification: Certification,
  input: ShownInput,
  { rules, actor, now }: CertificationContext,
): CertificationChange {
  const asked = new Map(named(prerequisitesOf(rules, certification)));
  const wanted = asked.get(input.prerequisite);
  if (!wanted)
    throw inputRejected([
      {
        field: 'prerequisite',
        code: 'not-allowed-value',
        value: input.prerequisite,
        allowed: [...asked.keys()].join(', '),
      },
    ]);
  if (actor.personId === certification.personId)
    throw refused('StepNotYours', 'nobody vouches for themselves');
  const statutory =
    wanted.kind === 'statutory-certificate' || wanted.kind === 'statutory-training' || wanted.byLaw === true;
  if ((wanted.kind === 'hq-approval' || input.waiver !== undefined) && !isHq(actor))
    throw refused('StepNotYours', 'HQ decides this');
  // A certificate that is held was seen when the way began; what is missing then only HQ can do without.
  if (wanted.kind === 'certified-as' && input.waiver === undefined)
    throw inputRejected([{ field: 'waiver', code: 'missing' }]);
  if (input.waiver !== undefined && statutory)
    throw inputRejected([{ field: 'waiver', code: 'asked-for-by-law' }]);
  if (input.waiver === undefined && input.evidence === undefined)
    throw inputRejected([{ field: 'evidence', code: 'missing' }]);
  const dates =
    wanted.kind === 'statutory-certificate'
      ? statutoryDates(rules, wanted.certificate, input, localDate(now))
      : {};
  const record: Shown = {
    by: actor.personId ?? actor.subject,
    at: instant(now),
    evidence: input.evidence ?? '',
    ...dates,
    ...(input.waiver === undefined ? {} : { waivedBecause: input.waiver }),
  };
  const known = certification.shown[input.prerequisite];
  const isSame = (['evidence', 'validUntil', 'reviewBy', 'waivedBecause'] as const).every(
    (fact) => known?.[fact] === record[fact],
  );
  if (known && isSame) return null;
  // What was approved was approved as it stood; nothing is shown to a way that is over.
  if (['approved', 'certified', 'ended'].includes(certification.status))
    throw refused('StepNotInTurn', 'nothing is asked for any more', {
      details: { status: certification.status },
    });
  const next: Certification = {
    ...certification,
    shown: { ...certification.shown, [input.prerequisite]: record },
    revision: certification.revision + 1,
  };
  const { theory, practical } = certification.needs;
  const nothingToPass = certification.status === 'candidate' && !theory && !practical;
  return nothingToPass && missingPrerequisites(rules, next, now).length === 0
    ? { next: { ...next, status: 'practical-passed' }, moves: ['pass-all'] }
    : { next, moves: [] };
}

export interface StatutoryInput {
  issuedOn?: LocalDate | undefined;
  validUntil?: LocalDate | undefined;
}

/**
 * The dates of a statutory certificate: those that the law sets, or those that are printed on it.
 * @param under where the fields stand in the input, with a dot at the end: `statutory.`
 * @throws InputRejected
 */
export function statutoryDates(
  rules: PathRules,
  certificate: string | undefined,
  { issuedOn, validUntil }: StatutoryInput,
  today: LocalDate,
  under = '',
): Pick<Shown, 'validUntil' | 'reviewBy'> {
  const law = rules.statutoryCertificates.find(({ id }) => id === certificate);
  const problem = (field: string, code: string, more: object = {}) =>
    inputRejected([{ field: `${under}${field}`, code, ...more }]);
  if (law?.validityMonths && !issuedOn) throw problem('issuedOn', 'missing');
  if (!law?.validityMonths && !validUntil) throw problem('validUntil', 'missing');
  if (issuedOn !== undefined && issuedOn > today)
    throw problem('issuedOn', 'in-the-future', { value: issuedOn, allowed: today });
  const dates: Pick<Shown, 'validUntil' | 'reviewBy'> = {};
  if (law?.validityMonths && issuedOn) dates.validUntil = addMonths(issuedOn, law.validityMonths);
  else if (validUntil) dates.validUntil = validUntil;
  if (law?.reviewEveryMonths && issuedOn)
    dates.reviewBy = nextReview(issuedOn, law.reviewEveryMonths, validUntil);
  // No review holds for longer than the certificate itself.
  if (dates.reviewBy !== undefined && dates.validUntil !== undefined && dates.reviewBy > dates.validUntil)
    throw problem('validUntil', 'outside-validity', {
      value: dates.reviewBy,
      allowed: `≤ ${dates.validUntil}`,
    });
  if (!holdsOn(dates, today))
    throw problem(law?.validityMonths ? 'issuedOn' : 'validUntil', 'certificate-run-out', {
      value: dates.reviewBy ?? dates.validUntil ?? '',
      allowed: today,
    });
  return dates;
}

/** The review after the last one: `validUntil` is then the day until which the last review holds. */
const nextReview = (issuedOn: string, everyMonths: number, reviewedUntil: string | undefined): string =>
  reviewedUntil ?? addMonths(issuedOn, everyMonths);
