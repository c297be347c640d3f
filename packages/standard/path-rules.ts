import type { PositionCode, Severity } from './edition-rules.ts';
import type { Deadline, Edition, PositionSheet } from './schema.ts';

// Plain types without zod, like `edition-rules.ts`: what the standard demands of a person on the way into a position.

/** A position code, `line-manager`, or an office of HQ (`hq-training`). */
export type Actor = string;

/** Steps of onboarding that people take; the exams and the release are steps of the certification. */
export type OnboardingStep = 'registration' | 'safety-education' | 'duty-briefing' | 'mentoring';
export type ExamStep = 'theory-exam' | 'practical' | 'release';

export interface PathStep {
  id: OnboardingStep | ExamStep;
  owners: Actor[];
  due: Deadline;
  /** The module that the step is, where it is one, and its class hours. */
  module?: string;
  hours?: number;
}

export interface PathModule {
  id: string;
  hours: number;
  due: Deadline;
}

/** What must be shown before the exams. */
export interface PathPrerequisite {
  kind:
    | 'education'
    | 'experience'
    | 'statutory-certificate'
    | 'statutory-training'
    | 'certified-as'
    | 'hq-approval'
    | 'module'
    | 'other';
  /** The statutory certificate that is shown. */
  certificate?: string;
  module?: string;
  /** The position and level that a certificate is held for. */
  position?: PositionCode;
  level?: string;
  /** Only for this work; missing = always. */
  when?: string;
  /** The law asks for it, so that HQ cannot do without. */
  byLaw?: true;
}

export interface RubricStep {
  id: string;
  points: number;
  safetyCritical: boolean;
}

export interface Certifier {
  levels: string[];
  arranges?: Actor | undefined;
  assesses: Actor;
  approves: Actor;
}

/** A right beside the certificate of the position, such as work on high voltage. */
export interface AuthorisationRules {
  id: string;
  modules: { id: string; hours: number }[];
  /** Empty when no practical is asked for. */
  rubric: RubricStep[];
  statutoryCertificate: string | null;
  refreshMonths: number | null;
}

export interface StatutoryCertificateRules {
  id: string;
  /** Null: valid as printed on it. */
  validityMonths: number | null;
  reviewEveryMonths: number | null;
}

/** Everything that onboarding and certification decide by for one position; about 4 KB. */
export interface PathRules {
  edition: string;
  position: PositionCode;
  /** The positions above it, the nearest first. */
  line: PositionCode[];
  steps: PathStep[];
  /** Modules that are no step of their own and always asked for. */
  modules: PathModule[];
  traineesAtMost: number;
  uncertified: { afterDays: number; severity: Severity };
  escalation: { overdueDays: number; tell: Actor[] }[];
  prerequisites: PathPrerequisite[];
  /** Experience in months that each level asks for, and the levels that its holders may assess; in their order. */
  levels: { id: string; experienceMonths: number; mayAssess: string[] }[];
  theoryPass: number;
  practicalPass: number;
  /** Percent of the safety-critical steps that must be right. */
  safetySteps: number;
  validityMonths: number;
  refresherHoursPerYear: number;
  certifiers: Certifier[];
  rubric: RubricStep[];
  exam: {
    minutes: number;
    poolTimesPaper: number;
    retakes: { count: number; withinDays: number; daysApart: number };
  };
  renewal: {
    windowDaysBefore: number;
    graceDays: number;
    practicalWhen: { lastOlderThanMonths: number; absenceOverMonths: number; criticalFinding: boolean };
  };
  authorisations: AuthorisationRules[];
  statutoryCertificates: StatutoryCertificateRules[];
  /** HQ countersigns where one person holds all of these. */
  countersigned: PositionCode[][];
  /** Hash of the duty sheet, so that a signature says which sheet was read. */
  dutySheet: string;
}

/** Projects an edition onto what one position's path decides by; texts and origins stay behind. */
export function pathRules(edition: Edition, code: PositionCode, hash: (value: unknown) => string): PathRules {
  const position = edition.positions.find((sheet) => sheet.code === code);
  if (!position) throw new RangeError(`the edition has no position ${code}`);
  const { onboarding, certification } = edition;
  const always = position.modules.filter(({ when }) => when === 'always').map(({ module }) => module);
  const steps = stepsOf(edition, code, always);
  const inSteps = steps.flatMap(({ module }) => module ?? []);
  return {
    edition: edition.about.number,
    position: code,
    line: lineOf(edition, position),
    steps,
    modules: always.filter((id) => !inSteps.includes(id)).map((id) => moduleOf(edition, id)),
    traineesAtMost: onboarding.mentor.traineesAtMost,
    uncertified: { afterDays: onboarding.uncertified.afterDays, severity: onboarding.uncertified.severity },
    escalation: onboarding.escalation.map(({ overdueDays, tell }) => ({ overdueDays, tell })),
    prerequisites: prerequisitesOf(position),
    levels: position.certification.levels.map((id) => {
      const level = certification.levels.find((known) => known.id === id);
      return { id, experienceMonths: level?.experienceMonths ?? 0, mayAssess: level?.mayAssess ?? [] };
    }),
    theoryPass: position.certification.theoryPass,
    practicalPass: position.certification.practicalPass,
    safetySteps: certification.passMarks.safetyCriticalSteps,
    validityMonths: position.certification.validityMonths,
    refresherHoursPerYear: position.certification.refresherHoursPerYear,
    certifiers: position.certification.certifiers,
    rubric: rubricOf(position.certification.rubric),
    exam: {
      minutes: certification.exam.minutes,
      poolTimesPaper: certification.exam.poolTimesPaper,
      retakes: { ...certification.exam.retakes },
    },
    renewal: {
      windowDaysBefore: certification.renewal.windowDaysBefore,
      graceDays: certification.renewal.graceDays,
      practicalWhen: { ...certification.renewal.practicalWhen },
    },
    authorisations: position.certification.authorisations.flatMap((id) => authorisationOf(edition, id)),
    statutoryCertificates: certification.statutoryCertificates.map(
      ({ id, validityMonths, reviewEveryMonths }) => ({ id, validityMonths, reviewEveryMonths }),
    ),
    countersigned: certification.countersigning
      .filter(({ candidates }) => candidates.includes(code))
      .map(({ combined }) => combined),
    dutySheet: hash(position.duties.map(({ id, clause, text }) => ({ id, clause, text }))).slice(0, 16),
  };
}

function stepsOf(edition: Edition, code: PositionCode, modules: string[]): PathStep[] {
  return edition.onboarding.steps.map((step) => {
    const exception = step.exceptions.find(({ positions }) => positions.includes(code));
    const module = step.modules.find((id) => modules.includes(id));
    return {
      id: step.id as PathStep['id'],
      owners: step.owners,
      due: exception?.deadline ?? step.deadline,
      ...(module ? { module, hours: moduleOf(edition, module).hours } : {}),
    };
  });
}

/** From the position up to the head of the station. */
function lineOf(edition: Edition, position: PositionSheet): PositionCode[] {
  const line: PositionCode[] = [];
  let above = position.reportsTo;
  while (above && !line.includes(above)) {
    line.push(above);
    above = edition.positions.find(({ code }) => code === above)?.reportsTo ?? null;
  }
  return line;
}

function moduleOf(edition: Edition, id: string): PathModule {
  const module = edition.modules.find((known) => known.id === id);
  if (!module) throw new RangeError(`the edition has no module ${id}`);
  return { id, hours: module.hours, due: module.deadline };
}

/** What is only welcome is asked of nobody. */
function prerequisitesOf(position: PositionSheet): PathPrerequisite[] {
  return position.prerequisites.flatMap((one): PathPrerequisite[] => {
    const when = 'when' in one && one.when !== 'always' ? { when: one.when } : {};
    switch (one.kind) {
      case 'preferred':
        return [];
      case 'statutory-certificate':
        return [{ kind: one.kind, certificate: one.certificate, ...when }];
      case 'certified-as':
        return [{ kind: one.kind, position: one.position, level: one.level }];
      case 'other':
        return [{ kind: one.kind, ...when, ...(one.origin === 'statutory' ? { byLaw: true } : {}) }];
      default:
        return [{ kind: one.kind, ...when }];
    }
  });
}

type Rubric = PositionSheet['certification']['rubric'];

const rubricOf = (rubric: Rubric): RubricStep[] =>
  rubric.tasks.flatMap(({ steps }) =>
    steps.map(({ id, points, safetyCritical }) => ({ id, points, safetyCritical })),
  );

function authorisationOf(edition: Edition, id: string): AuthorisationRules[] {
  const found = edition.certification.authorisations.find((known) => known.id === id);
  if (!found) return [];
  return [
    {
      id,
      modules: found.modules.map((module) => {
        const { hours } = moduleOf(edition, module);
        return { id: module, hours };
      }),
      rubric: found.rubric ? rubricOf(found.rubric) : [],
      statutoryCertificate: found.statutoryCertificate,
      refreshMonths: found.refreshMonths,
    },
  ];
}
