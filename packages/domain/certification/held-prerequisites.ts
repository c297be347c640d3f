import type { PathPrerequisite, PathRules } from '../../standard/path-rules.ts';
import { type LocalDate, localDate } from '../calendar.ts';
import type { FieldProblem } from '../errors.ts';
import { type Certificate, counts } from './certificate.ts';
import type { Certification } from './certification.ts';
import { missingPrerequisites, named, prerequisitesOf } from './prerequisites.ts';

/** The certificate of a person by which they have been certified as a prerequisite asks, if it counts on a day. */
export const heldFor = <C extends Certificate>(
  { position, level }: PathPrerequisite,
  certificates: readonly C[],
  day: LocalDate,
): C | undefined =>
  certificates.find(
    (certificate) =>
      certificate.position === position &&
      certificate.authorisation === undefined &&
      (level === 'qualified' || certificate.level >= (level ?? '')) &&
      counts(certificate, day),
  );

/** Whether a way leans on certificates of the person for other positions. */
export const leansOnCertificates = (
  rules: PathRules,
  certification: Pick<Certification, 'authorisation' | 'kind'>,
): boolean => prerequisitesOf(rules, certification).some(({ kind }) => kind === 'certified-as');

/**
 * What of the prerequisites does not hold, each by its name: of a paper that has run out, or missed its review, the last
 * day on which it counted; of a certificate that is not worth anything now its number.
 * @param certificates of the person
 */
export function prerequisiteProblems(
  rules: PathRules,
  certification: Certification,
  certificates: readonly Certificate[],
  now: number,
): FieldProblem[] {
  const today = localDate(now);
  const lost = named(prerequisitesOf(rules, certification)).flatMap(([field, one]) => {
    const shown = certification.shown[field];
    if (one.kind !== 'certified-as' || !shown || shown.waivedBecause !== undefined) return [];
    return heldFor(one, certificates, today)
      ? []
      : [{ field, code: 'certificate-lost', value: shown.evidence }];
  });
  const lacking = missingPrerequisites(rules, certification, now).map((field) => {
    const { validUntil, reviewBy } = certification.shown[field] ?? {};
    const [last] = [validUntil, reviewBy].filter((day) => day !== undefined && day < today).sort();
    return last === undefined
      ? { field, code: 'not-shown' }
      : { field, code: 'certificate-run-out', value: last };
  });
  return [...lacking, ...lost];
}
