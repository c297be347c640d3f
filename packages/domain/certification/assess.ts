import type { Actor, PathRules, RubricStep } from '../../standard/path-rules.ts';
import type { Subject } from '../access/may.ts';
import { isHq } from '../audit/independence.ts';
import { localDate } from '../calendar.ts';
import { instant } from '../clock.ts';
import { inputRejected, refused } from '../errors.ts';
import type { Certificate } from './certificate.ts';
import type { Assessment, Certification } from './certification.ts';
import { prerequisiteProblems } from './held-prerequisites.ts';
import { missingPrerequisites } from './prerequisites.ts';
import {
  askedForOn,
  type CertificationChange,
  type CertificationContext,
  demandNoObjection,
  failed,
  objectionToRetake,
  triesOf,
} from './take-exam.ts';

/** The steps that are looked at: of the position, or of the authorisation. */
export const rubricOf = (
  rules: PathRules,
  { authorisation }: Pick<Certification, 'authorisation'>,
): RubricStep[] =>
  authorisation ? (rules.authorisations.find(({ id }) => id === authorisation)?.rubric ?? []) : rules.rubric;

/** Who assesses and approves a certificate of this level. */
export function certifierOf(
  rules: PathRules,
  { level, authorisation }: Pick<Certification, 'level' | 'authorisation'>,
): { assesses: Actor; approves: Actor } {
  // An authorisation is a matter of whoever certifies the highest level.
  const found = authorisation
    ? rules.certifiers.at(-1)
    : rules.certifiers.find(({ levels }) => levels.includes(level));
  if (!found) throw new RangeError(`${rules.position} has no certifier of ${level}`);
  return found;
}

/** Whether a subject may act as an actor of the standard for somebody of a station. */
export function actsAs(actor: Actor, rules: PathRules, stationId: string, subject: Subject): boolean {
  if (actor.startsWith('hq-')) return isHq(subject);
  if (subject.stationId !== stationId) return false;
  const positions = subject.positions ?? [];
  return actor === 'line-manager' ? positions.includes(rules.line[0] ?? '') : positions.includes(actor);
}

/**
 * Why somebody may not assess: nobody assesses themselves, and the standard names who does; HQ may always, and is the
 * only one where the station has nobody. Holders of a high level assess beginners under the technical director.
 * @param levels of the subject's own certificates of the position that count
 */
export function objectionToAssessor(
  certification: Certification,
  rules: PathRules,
  subject: Subject,
  levels: readonly string[] = [],
): 'own-exam' | 'not-entitled' | null {
  if (subject.personId !== undefined && subject.personId === certification.personId) return 'own-exam';
  if (isHq(subject)) return null;
  const { level, stationId, authorisation } = certification;
  const byLevel = rules.levels.some(({ id, mayAssess }) => levels.includes(id) && mayAssess.includes(level));
  if (byLevel && authorisation === undefined && subject.stationId === stationId) return null;
  const { assesses } = certifierOf(rules, certification);
  return actsAs(assesses, rules, stationId, subject) ? null : 'not-entitled';
}

/** Points by step of the rubric; every step is given. */
export type Points = Record<string, number>;

export function readPoints(
  rubric: readonly RubricStep[],
  points: Points,
): { score: number; failedSafety: string[] } {
  const known = new Set(rubric.map(({ id }) => id));
  const problems = [
    ...Object.keys(points)
      .filter((id) => !known.has(id))
      .map((id) => ({ field: `points.${id}`, code: 'unknown-step', allowed: [...known].join(', ') })),
    ...rubric.flatMap(({ id, points: most }) => {
      const given = points[id];
      if (given === undefined) return [{ field: `points.${id}`, code: 'missing' }];
      if (given < 0 || given > most || !Number.isInteger(given))
        return [
          { field: `points.${id}`, code: 'not-allowed-value', value: String(given), allowed: `0…${most}` },
        ];
      return [];
    }),
  ];
  if (problems.length > 0) throw inputRejected(problems);
  return {
    score: rubric.reduce((sum, { id }) => sum + (points[id] ?? 0), 0),
    failedSafety: rubric
      .filter(({ id, safetyCritical, points: most }) => safetyCritical && (points[id] ?? 0) < most)
      .map(({ id }) => id),
  };
}

/**
 * Enters a practical assessment. It is passed with the mark of the position and every safety-critical step right
 * (section 6); retakes follow the rule of the theory exam.
 * @throws OwnExam, AssessorNotEntitled, StepNotInTurn, ExamNotPossible, InputRejected
 */
export function assess(
  way: Certification,
  points: Points,
  { rules, actor, now }: CertificationContext,
  levels: readonly string[] = [],
): CertificationChange {
  const certification = askedForOn(rules, way, localDate(now));
  const objection = objectionToAssessor(certification, rules, actor, levels);
  if (objection === 'own-exam') throw refused('OwnExam', 'nobody assesses themselves');
  if (objection) throw refused('AssessorNotEntitled', 'the standard names another assessor');
  const { score, failedSafety } = readPoints(rubricOf(rules, certification), points);
  const passed = score >= rules.practicalPass && (failedSafety.length === 0 || rules.safetySteps === 0);
  const by = actor.personId ?? actor.subject;
  const last = certification.assessments.at(-1);
  if (last && isRepeat(last, { by, score, failedSafety }, now)) return null;
  const ready = certification.needs.theory ? 'theory-passed' : 'candidate';
  if (certification.status !== ready || !certification.needs.practical)
    throw refused('StepNotInTurn', 'the practical is not next', {
      details: { status: certification.status },
    });
  const lacking = missingPrerequisites(rules, certification, now);
  if (lacking.length > 0) demandNoObjection({ reason: 'prerequisites', missing: lacking });
  const tries = triesOf(certification.assessments, certification);
  demandNoObjection(objectionToRetake(tries, rules, now));
  const assessment: Assessment = {
    number: certification.assessments.length + 1,
    at: instant(now),
    by,
    score,
    passed,
    failedSafety,
    // Also whoever acts in one of them, or stands in for somebody absent.
    ...(rules.countersigned.some((codes) => codes.every((code) => actor.positions?.includes(code)))
      ? { combined: true as const }
      : {}),
    ...(actor.positions?.includes(certifierOf(rules, certification).approves)
      ? { approves: true as const }
      : {}),
  };
  const next = {
    ...certification,
    assessments: [...certification.assessments, assessment],
    revision: certification.revision + 1,
  };
  if (passed) return { next: { ...next, status: 'practical-passed' }, moves: ['pass-all'] };
  return failed(next, [...tries, assessment], rules);
}

/** Two assessments of a person by the same assessor with the same points within minutes are one that was sent twice. */
const repeatMinutes = 60;
const isRepeat = (
  last: Assessment,
  { by, score, failedSafety }: Pick<Assessment, 'by' | 'score' | 'failedSafety'>,
  now: number,
): boolean =>
  last.by === by &&
  last.score === score &&
  last.failedSafety.join() === failedSafety.join() &&
  now - Date.parse(last.at) < repeatMinutes * 60_000;

/** What the approver has to know of the station. */
export interface ApprovalFacts {
  /** One person of the station holds all of the positions that must not watch over themselves alone. */
  combined: boolean;
  /** Of the candidate, where the way leans on certificates for other positions. */
  certificates?: readonly Certificate[];
}

/** Why somebody may not approve: the candidate, the assessor, or not whom the standard names. */
export function objectionToApprover(
  certification: Certification,
  rules: PathRules,
  subject: Subject,
): 'own-exam' | 'own-assessment' | 'not-entitled' | null {
  if (subject.personId !== undefined && subject.personId === certification.personId) return 'own-exam';
  const by = subject.personId ?? subject.subject;
  if (triesOf(certification.assessments, certification).some((one) => one.passed && one.by === by))
    return 'own-assessment';
  if (isHq(subject)) return null;
  const { approves } = certifierOf(rules, certification);
  return actsAs(approves, rules, certification.stationId, subject) ? null : 'not-entitled';
}

/**
 * Approves, or turns down with a reason. Whoever approves is neither the candidate nor the assessor; where the workshop
 * manager is the technical director too, HQ countersigns what the station approves. What has run out since the last part
 * was passed is shown anew first; what was passed stands, with its day.
 * @throws ApproverNotEntitled, StepNotInTurn, PrerequisitesLapsed
 */
export function decide(
  certification: Certification,
  decision: { decision: 'approve' } | { decision: 'turn-down'; reason: string },
  facts: ApprovalFacts,
  { rules, actor, now }: CertificationContext,
): CertificationChange {
  const by = actor.personId ?? actor.subject;
  const no = (reason: string) =>
    refused('ApproverNotEntitled', 'somebody else approves', { details: { reason } });
  const objection = objectionToApprover(certification, rules, actor);
  if (objection) throw no(objection);
  const hq = isHq(actor);
  const { approval, signed, status } = certification;
  if (
    decision.decision === 'approve' &&
    (approval?.by === by || (signed?.by === by && status === 'practical-passed'))
  )
    return null;
  if (status !== 'practical-passed')
    throw refused('StepNotInTurn', 'nothing is to be approved', { details: { status } });
  const revision = certification.revision + 1;
  if (decision.decision === 'turn-down')
    return {
      next: {
        ...withoutApproval(certification),
        status: 'candidate',
        turnedDownBecause: decision.reason,
        // What was passed is looked at anew.
        retrainedAt: instant(now),
        revision,
      },
      moves: ['turn-down'],
    };
  const fields = prerequisiteProblems(rules, certification, facts.certificates ?? [], now);
  if (fields.length > 0) throw refused('PrerequisitesLapsed', 'a prerequisite does not hold', { fields });
  const given = { by, at: instant(now) };
  const combined =
    facts.combined ||
    triesOf(certification.assessments, certification).some((one) => one.passed && one.combined);
  if (!hq && combined) return { next: { ...certification, signed: given, revision }, moves: [] };
  return { next: { ...certification, status: 'approved', approval: given, revision }, moves: ['approve'] };
}

function withoutApproval({ signed: _signed, approval: _approval, ...rest }: Certification): Certification {
  return rest;
}
