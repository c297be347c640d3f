import type { PathRules } from '../../standard/path-rules.ts';
import { addDays, addMonths, type LocalDate, localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { certificationId } from '../ids.ts';
import type { Certificate } from './certificate.ts';
import type { Certification, CertificationStatus, EarlierPaper, Shown } from './certification.ts';
import { heldFor } from './held-prerequisites.ts';
import { missingPrerequisites, nameOf, prerequisitesOf } from './prerequisites.ts';
import { triesOf, withPapers } from './take-exam.ts';

export interface WayToOpen
  extends Pick<
    Certification,
    'kind' | 'level' | 'dues' | 'needs' | 'authorisation' | 'renews' | 'shortUntil'
  > {
  /** The day that tells this way apart from others to the same certificate. */
  on: string;
}

/** The first day from one on that no other way of the person bears: two may begin on one day where somebody moves twice. */
export function freeDay(
  certifications: readonly Pick<Certification, 'certificationId'>[],
  { personId, position, what }: { personId: string; position: string; what: string },
  from: LocalDate,
): LocalDate {
  const taken = new Set(certifications.map((one) => one.certificationId));
  let day = from;
  while (taken.has(certificationId(personId, position, what, day))) day = addDays(day, 1);
  return day;
}

/** What a person brings along: certificates, and ways that were broken off because they moved. */
export interface BroughtAlong {
  certificates: readonly Certificate[];
  certifications: readonly Certification[];
  /** The last paper of each of these ways; without end and score while it is being written. */
  papers: readonly (EarlierPaper & { finishedAt?: string; score?: number })[];
}

/**
 * A way as it begins. Certificates that the person holds already are shown by themselves, and what an earlier way to the
 * same certificate had come to before it was broken off counts: what was passed once is not passed again, and what was
 * failed is not forgotten. A paper that is being written meanwhile is named, and counts as soon as it is graded.
 */
export function openWay(
  rules: PathRules,
  person: { personId: string; stationId: string; regionId: string; onboardingId?: string },
  way: WayToOpen,
  { certificates, certifications, papers }: BroughtAlong,
  now: number,
): Certification {
  const { personId, stationId, regionId, onboardingId } = person;
  const { kind, level, authorisation, renews, shortUntil, on, dues, needs } = way;
  const today = localDate(now);
  const earlier = brokenOff(rules, way, certifications, today);
  const before = earlier.at(-1);
  const shown: Record<string, Shown> = { ...before?.shown };
  for (const one of prerequisitesOf(rules, way)) {
    if (one.kind !== 'certified-as') continue;
    const held = heldFor(one, certificates, today);
    if (held) shown[nameOf(one)] = { by: 'stationkeeper', at: instant(now), evidence: held.number };
  }
  const begun: Certification = {
    certificationId: certificationId(personId, rules.position, authorisation ?? level, on),
    personId,
    stationId,
    regionId,
    position: rules.position,
    level,
    ...(authorisation === undefined ? {} : { authorisation }),
    kind,
    edition: rules.edition,
    status: 'candidate',
    openedAt: instant(now),
    dues,
    needs,
    shown,
    attempts: [],
    assessments: [],
    ...(onboardingId === undefined ? {} : { onboardingId }),
    ...(renews === undefined ? {} : { renews }),
    ...(shortUntil === undefined ? {} : { shortUntil }),
    revision: 1,
  };
  if (!before) return begun;
  const { assessments, retrainedAt, retraining, signed, approval } = before;
  const theirs = papers.filter((one) => earlier.some((of) => of.certificationId === one.certificationId));
  const finished = theirs.flatMap(({ finishedAt, score, ...paper }) =>
    finishedAt === undefined || score === undefined ? [] : [{ ...paper, finishedAt, score }],
  );
  const writing = theirs.find(({ finishedAt }) => finishedAt === undefined);
  const carried: Certification = {
    ...begun,
    attempts: withPapers(before.attempts, finished, rules.theoryPass),
    assessments,
    ...(retrainedAt === undefined ? {} : { retrainedAt }),
    ...(retraining === undefined ? {} : { retraining }),
    ...(signed === undefined ? {} : { signed }),
    ...(approval === undefined ? {} : { approval }),
    ...(writing && needs.theory ? { writing } : {}),
  };
  return { ...carried, status: standOf(rules, carried, now) };
}

/**
 * The ways to the same certificate that ended without one, the last one last. Whoever has been away for longer than the absence after
 * which a practical is repeated begins anew (house).
 */
function brokenOff(
  rules: PathRules,
  { kind, level, authorisation, renews }: WayToOpen,
  certifications: readonly Certification[],
  today: LocalDate,
): Certification[] {
  const { absenceOverMonths } = rules.renewal.practicalWhen;
  return certifications
    .filter(
      (one) =>
        one.status === 'ended' &&
        one.position === rules.position &&
        one.kind === kind &&
        one.level === level &&
        one.authorisation === authorisation &&
        one.renews === renews &&
        today <= addMonths(localDate(Date.parse(one.endedAt ?? one.openedAt)), absenceOverMonths),
    )
    .sort((a, b) => ((a.endedAt ?? '') < (b.endedAt ?? '') ? -1 : 1));
}

/** Where a way stands by the parts that were passed and failed on it. */
function standOf(rules: PathRules, way: Certification, now: number): CertificationStatus {
  const theory = triesOf(way.attempts, way);
  const practical = triesOf(way.assessments, way);
  const passed = (tries: readonly { passed: boolean }[]) => tries.some((one) => one.passed);
  const usedUp = (tries: readonly { passed: boolean }[]) =>
    !passed(tries) && tries.length > rules.exam.retakes.count;
  const { needs } = way;
  if ((needs.theory && usedUp(theory)) || (needs.practical && usedUp(practical))) return 'in-training';
  if (needs.theory && !passed(theory)) return 'candidate';
  if (needs.practical && !passed(practical)) return needs.theory ? 'theory-passed' : 'candidate';
  if (way.approval) return 'approved';
  const nothingToPass = !needs.theory && !needs.practical;
  return nothingToPass && missingPrerequisites(rules, way, now).length > 0 ? 'candidate' : 'practical-passed';
}
