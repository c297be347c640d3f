import { localDate } from '../../packages/domain/calendar.ts';
import { rubricOf } from '../../packages/domain/certification/assess.ts';
import type { Certification } from '../../packages/domain/certification/certification.ts';
import { nextOf } from '../../packages/domain/certification/certification-dues.ts';
import { missingPrerequisites } from '../../packages/domain/certification/prerequisites.ts';
import { askedForOn, objectionToTheory } from '../../packages/domain/certification/take-exam.ts';
import type { PathRules } from '../../packages/standard/path-rules.ts';

/** A way as it is answered: with what is next and why no paper can be started now. */
export function certificationFacts(rules: PathRules, way: Certification, now: number): object {
  const certification = askedForOn(rules, way, localDate(now));
  const {
    regionId: _regionId,
    openedAt: _openedAt,
    retrainedAt: _retrainedAt,
    onboardingId: _onboardingId,
    renews: _renews,
    certifiedAt: _certifiedAt,
    endedAt: _endedAt,
    writing: _writing,
    shortUntil: _shortUntil,
    revision: _revision,
    certificate,
    ...facts
  } = clean(certification);
  const next = nextOf(rules, certification, now);
  const candidate = { subject: '', role: 'position-holder' as const, personId: certification.personId };
  const objection = objectionToTheory(certification, { rules, actor: candidate, now });
  return {
    ...facts,
    missing: missingPrerequisites(rules, certification, now),
    ...(certificate === undefined ? {} : { certificate }),
    ...(next ? { next } : {}),
    ...(objection ? { exam: objection } : {}),
    passMarks: { theory: rules.theoryPass, practical: rules.practicalPass },
    rubric: certification.needs.practical ? rubricOf(rules, certification) : [],
  };
}

/** Keys and bookkeeping of the item stay inside. */
function clean(certification: Certification): Certification {
  const {
    pk: _pk,
    sk: _sk,
    gsi1pk: _gsi1pk,
    gsi1sk: _gsi1sk,
    type: _type,
    v: _v,
    changedBy: _changedBy,
    changedAt: _changedAt,
    ...facts
  } = certification as Certification & Record<string, unknown>;
  return facts as Certification;
}
