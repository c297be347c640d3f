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
}

/** Who may audit: whoever did not do the work, the station master, an auditor of another station, or HQ. */
export type AuditorKind = 'anybody-else' | 'station-head' | 'other-station' | 'hq';

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
}

/** Projects an edition onto the figures that decide; texts and origins stay behind. */
export function editionRules(edition: Edition): EditionRules {
  const { audit, staffing } = edition;
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
    staffing: {
      bands: staffing.bands.map(({ id, from, to, designIntake }) => ({ id, from, to, designIntake })),
      table: staffing.table,
      formulas: byCode(
        staffing.formulas,
        ({ basis: _basis, origin: _origin, sources: _sources, ...formula }) => formula,
      ),
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
    },
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
