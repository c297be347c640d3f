import type { Edition } from './schema.ts';

// Plain types without zod, so that a function that only decides can `import type` them at no cost.

export type PositionCode = string;
export type Severity = 'minor' | 'major' | 'critical';
export type Grade = 'A' | 'B' | 'C' | 'D';
export type Enforcement = 'brand-mandatory' | 'statutory' | 'advisory';
/** Class of the repair business as filed with the authority; III is minor and specialised repair. */
export type RepairClass = 'I' | 'II' | 'III';

/** When a cap on the grade holds. Coverage is a share 0…1 of the brand-mandatory and statutory seats. */
export type CapCondition =
  | { fact: 'open-critical'; atLeast: number }
  | { fact: 'overdue-major'; atLeast: number }
  | { fact: 'certificate-coverage'; below: number }
  | { fact: 'days-below-staffing'; moreThan: number };

/**
 * Heads of a position out of the monthly intake V, rounded up and never below `minimum`:
 * constant = `heads`; per-volume = V / visitsPerHead; workload = V × share × hoursPerVisit / hoursPerHead;
 * per-technicians = heads of the named positions / techniciansPerHead.
 */
export type HeadFormula =
  | { kind: 'constant'; minimum: number; heads: number }
  | { kind: 'per-volume'; minimum: number; visitsPerHead: number }
  | { kind: 'workload'; minimum: number; share: number; hoursPerVisit: number; hoursPerHead: number }
  | { kind: 'per-technicians'; minimum: number; techniciansPerHead: number; technicians: PositionCode[] };

export interface StaffingRules {
  /** Bands of monthly intake (vehicle visits), lowest first; `to` is null for the last. */
  bands: { id: string; from: number; to: number | null; designIntake: number }[];
  /** Position → heads, one figure per band in the order of `bands`. */
  table: Record<PositionCode, number[]>;
  formulas: Record<PositionCode, HeadFormula>;
  /** Days that formulas per day are told by. */
  workingDaysPerMonth: number;
  /** Fewest people that a repair class asks for; a position that is missing has no floor. */
  classFloors: Record<RepairClass, Record<PositionCode, number>>;
  /** `noTwoOf`: one person may hold at most one of these. `alone`: whoever holds one of these holds nothing else. */
  classCombinations: Record<RepairClass, { noTwoOf: PositionCode[]; alone: PositionCode[] }>;
  /** Heads with this authorisation at a station that may repair new-energy vehicles. */
  nevOverlay: { position: PositionCode; authorisation: string; atLeast: number };
  /** Pairs that one person never holds together, at no station. */
  neverCombined: PositionCode[][];
  /** Band id → sets of positions that one person may hold together. What is not listed is not allowed. */
  allowedCombinations: Record<string, PositionCode[][]>;
  /** Positions that a written subcontract may replace, and where. */
  outsourcing: { positions: PositionCode[]; bands: string[]; classes: RepairClass[] };
  /** Months that the average must stay in another band before the band changes. */
  bandRule: { averageMonths: number; upAfterMonths: number; downAfterMonths: number };
  keyPosts: PositionCode[];
  /** Calendar days within which a vacancy is filled. */
  vacancyDays: { keyPosts: number; others: number };
  /** When an acting holder is named after a vacancy, and for how long: calendar days, extended so many times at most. */
  acting: {
    namedWithin: { days: number; kind: 'working' | 'calendar' };
    atMostDays: number;
    renewals: number;
  };
}

/** Who may audit: whoever did not do the work, the station master, an auditor of another station, or HQ. */
export type AuditorKind = 'anybody-else' | 'station-head' | 'other-station' | 'hq';
/** How nonconformities are corrected: days, ladder, repeats. Days count from the day of issue. */
export interface CorrectionRules {
  severities: Record<
    Severity,
    {
      /** `effectCheck` counts from closing; null = at the next audit. */
      days: { contain: number; rootCause: number; plan: number; close: number; effectCheck: number | null };
      verifiedBy: 'station-auditor' | 'hq';
      /** Share 0…1 of those verified at the station that HQ looks at as well. */
      hqSampleShare: number;
    }
  >;
  /** Who is told, and what follows, when a due date has passed by so many days. */
  escalation: {
    id: string;
    overdueDays: number;
    severities: Severity[];
    tell: string[];
    effect: 'grade-down-one' | 'work-may-be-stopped' | null;
  }[];
  repeat: { withinMonths: number; severitySteps: number };
  /** Positions whose corrections nobody of the station verifies, by the independence rules of the audit. */
  verifiedFromOutside: PositionCode[];
  /** Clause groups that the station head verifies in the auditor's stead. */
  verifiedByHead: string[];
  /** Positions that the station's auditor may hold as well somewhere, so that the station head verifies them too. */
  combinedWithAuditor: PositionCode[];
}

/** What the daily scan goes by, besides seats, combinations and recurring duties. */
export interface ScanRules {
  /** Positions that a certificate is asked for. */
  certified: PositionCode[];
  /** Calendar days in a position after which a certificate must be there. */
  uncertifiedAfterDays: number;
  graceDays: number;
  /** Days before the end of a certificate at which it is told: the first its owner, then the station head, the last as worse. */
  alertDays: number[];
  /** Days overdue at which one more is told, rising. */
  rungs: number[];
}

/** The standard without its texts: what functions keep in the table and decide by. */
export interface EditionRules {
  edition: string;
  /** In the order of the org chart. */
  positions: {
    code: PositionCode;
    enforcement: Enforcement;
    /** Share of the station's score in percent; 100 over all positions. */
    auditWeight: number;
    items: { id: string; clause: string; severity: Severity; weight: number }[];
  }[];
  /** Best first; `atLeast` in points 0…100. */
  grades: { grade: Grade; atLeast: number }[];
  caps: { id: string; when: CapCondition; atMost: Grade }[];
  itemFactors: { satisfied: number; partly: number; not: number };
  /** Who audits the positions or clause groups named (8.7); what no rule names is audited by anybody else. */
  independence: { positions?: PositionCode[]; clauseGroups?: string[]; auditedBy: AuditorKind[] }[];
  /** Calendar days. */
  review: { days: number; sendBackDays: number };
  appeal: { days: number; decideDays: number };
  staffing: StaffingRules;
  correction: CorrectionRules;
  /** Positions of a station that train, assess or approve on the way to a certificate. */
  assessors: PositionCode[];
  scan: ScanRules;
}

/** Projects an edition onto the figures that decide; texts and origins stay behind. */
export function editionRules(edition: Edition): EditionRules {
  const { audit, staffing, onboarding } = edition;
  return {
    edition: edition.about.number,
    positions: edition.positions.map((position) => ({
      code: position.code,
      enforcement: position.enforcement,
      auditWeight: position.audit.weight,
      items: position.audit.items.map(({ id, clause, severity, weight }) => ({
        id,
        clause,
        severity,
        weight,
      })),
    })),
    grades: audit.grades.map(({ grade, atLeast }) => ({ grade, atLeast })),
    caps: audit.caps.map(({ id, when, atMost }) => ({ id, when, atMost })),
    itemFactors: { ...audit.itemFactors },
    independence: audit.independence
      .filter(({ positions, clauseGroups }) => positions || clauseGroups)
      .map(({ positions, clauseGroups, auditedBy }) => ({
        ...(positions ? { positions } : {}),
        ...(clauseGroups ? { clauseGroups } : {}),
        auditedBy,
      })),
    review: { days: audit.review.days, sendBackDays: audit.review.sendBackDays },
    appeal: { days: audit.appeal.days, decideDays: audit.appeal.decideDays },
    correction: correctionRules(edition),
    assessors: assessorsOf(edition),
    scan: scanRules(edition),
    staffing: {
      bands: staffing.bands.map(({ id, from, to, designIntake }) => ({ id, from, to, designIntake })),
      table: staffing.table,
      formulas: byCode(
        staffing.formulas,
        ({ basis: _basis, origin: _origin, sources: _sources, ...formula }) => formula,
      ),
      workingDaysPerMonth: staffing.parameters.workingDaysPerMonth,
      classFloors: byClass(edition, (c) => c.floors),
      classCombinations: byClass(edition, ({ noTwoOf, alone }) => ({ noTwoOf, alone })),
      nevOverlay: {
        position: staffing.nevOverlay.position,
        authorisation: staffing.nevOverlay.authorisation,
        atLeast: staffing.nevOverlay.atLeast,
      },
      neverCombined: staffing.combinations.never.map((pair) => pair.positions),
      allowedCombinations: staffing.combinations.allowed,
      outsourcing: {
        positions: staffing.outsourcing.positions,
        bands: staffing.outsourcing.bands,
        classes: staffing.outsourcing.classes,
      },
      bandRule: {
        averageMonths: staffing.bandRule.averageMonths,
        upAfterMonths: staffing.bandRule.upAfterMonths,
        downAfterMonths: staffing.bandRule.downAfterMonths,
      },
      keyPosts: staffing.keyPosts,
      vacancyDays: { keyPosts: staffing.vacancyDays.keyPosts, others: staffing.vacancyDays.others },
      acting: {
        namedWithin: { days: onboarding.acting.named.days, kind: onboarding.acting.named.kind },
        atMostDays: onboarding.acting.atMostDays,
        renewals: onboarding.acting.renewals,
      },
    },
  };
}

/** The technical director trains people anew (6.3); the rest is said by the positions. */
const trainer: PositionCode = 'TD';

const assessorsOf = ({ positions }: Edition): PositionCode[] => [
  ...new Set([
    trainer,
    ...positions
      .flatMap(({ certification }) => certification.certifiers)
      .flatMap(({ assesses, approves }) => [assesses, approves])
      .filter((actor) => positions.some(({ code }) => code === actor)),
  ]),
];

function scanRules({ positions, onboarding, certification, correctiveAction }: Edition): ScanRules {
  const { graceDays, alertDays } = certification.renewal;
  return {
    certified: positions.map(({ code }) => code),
    uncertifiedAfterDays: onboarding.uncertified.afterDays,
    graceDays,
    alertDays: [...alertDays],
    rungs: [...new Set(correctiveAction.escalation.map(({ overdueDays }) => overdueDays))].sort(
      (a, b) => a - b,
    ),
  };
}

/** The general administrator audits the station (clause 8.7). */
const stationAuditor: PositionCode = 'GA';

function correctionRules({ audit, staffing, correctiveAction }: Edition): CorrectionRules {
  const { severities, escalation, repeat } = correctiveAction;
  const ofSeverity = (severity: Severity) => {
    const found = severities.find((step) => step.severity === severity);
    if (!found) throw new RangeError(`the edition has no severity ${severity}`);
    const { days, verification } = found;
    return { days: { ...days }, verifiedBy: verification.by, hqSampleShare: verification.hqSampleShare };
  };
  return {
    severities: { minor: ofSeverity('minor'), major: ofSeverity('major'), critical: ofSeverity('critical') },
    escalation: escalation.map(({ id, overdueDays, severities, tell, effect }) => ({
      id,
      overdueDays,
      severities,
      tell,
      effect,
    })),
    repeat: { ...repeat },
    verifiedFromOutside: audit.independence
      .filter(({ auditedBy }) => auditedBy.every((who) => who === 'hq' || who === 'other-station'))
      .flatMap(({ positions = [] }) => positions),
    verifiedByHead: audit.independence
      .filter(({ auditedBy }) => auditedBy.includes('station-head'))
      .flatMap(({ clauseGroups = [] }) => clauseGroups),
    combinedWithAuditor: [
      ...new Set(
        Object.values(staffing.combinations.allowed)
          .flat()
          .filter((together) => together.includes(stationAuditor))
          .flatMap((together) => together.filter((code) => code !== stationAuditor)),
      ),
    ],
  };
}

function byCode<From, To>(
  record: Record<PositionCode, From>,
  project: (from: From) => To,
): Record<PositionCode, To> {
  return Object.fromEntries(Object.entries(record).map(([code, value]) => [code, project(value)]));
}

function byClass<To>(edition: Edition, project: (from: Edition['staffing']['classes'][RepairClass]) => To) {
  const { I, II, III } = edition.staffing.classes;
  return { I: project(I), II: project(II), III: project(III) };
}
