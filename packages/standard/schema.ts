import * as z from 'zod';

// One schema per file of an edition. Objects are strict: a misspelt key is an error and never silently ignored.

const sentence = z.string().trim().min(1);
/** A text in both languages. The two never mix in one string. */
export const text = z.strictObject({ zh: sentence, en: sentence });
export type Text = z.infer<typeof text>;
export type Language = keyof Text;

/** Where a figure comes from: the source document, computed from sources, our own default, or public law. */
export const origin = z.enum(['source', 'derived', 'house', 'statutory']);
export type Origin = z.infer<typeof origin>;
const sources = z.array(z.string().regex(/^S\d{2}$/)).default([]);

const code = z.string().regex(/^[A-Z]{2,4}$/, 'a position code is two to four capital letters');
const clause = z.string().regex(/^H?\d{1,2}\.\d{1,2}$/, 'a clause reads 8.2 or H9.2');
const recurringId = z.string().regex(/^R\d{2,3}$/);
const moduleId = z.string().regex(/^[A-Z]{1,3}\d{1,2}$/);
const slug = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/, 'an id is written in kebab case');
const count = z.int().positive();
const percent = z.int().min(0).max(100);
const share = z.number().min(0).max(1);

export const severity = z.enum(['minor', 'major', 'critical']);
const grade = z.enum(['A', 'B', 'C', 'D']);
const repairClass = z.enum(['I', 'II', 'III']);
/** What a module, a prerequisite or a certificate is needed for. */
const occasion = z.enum(['always', 'hv-work', 'welding', 'forklift', 'safety-officer', 'health-exposure']);
/** A position code, `line-manager`, or an office of HQ from certification.json. */
const actor = z.union([code, z.literal('line-manager'), z.string().regex(/^hq-[a-z-]+$/)]);
const days = z.strictObject({ days: z.int().min(0), kind: z.enum(['working', 'calendar']) });

/** A moment by which something is done: days after an event (0 = the same day), or before something may happen. */
export const deadline = z.union([
  z.strictObject({ ...days.shape, from: z.enum(['hire', 'assignment', 'leave', 'vacancy']) }),
  z.strictObject({
    before: z.enum(['assignment', 'independent-work', 'hv-work', 'welding', 'practical', 'certificate']),
  }),
]);
export type Deadline = z.infer<typeof deadline>;

export const editionFile = z.strictObject({
  number: z.string().regex(/^\d+$/),
  title: text,
  validFrom: z.iso.date(),
  note: text,
  /** Every position of the edition, in the order of the org chart read from top to bottom. */
  positions: z.array(code).min(1),
  /** Clauses of the source document: group → number of clauses, so that none is lost unnoticed. */
  sourceClauses: z.record(z.string().regex(/^\d+$/), count),
  origins: z.strictObject({ source: text, derived: text, house: text, statutory: text }),
  sources: z.array(z.strictObject({ id: z.string().regex(/^S\d{2}$/), title: text, note: text })),
});

const prerequisiteCommon = { text, origin, sources };
const prerequisite = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('education'),
    level: z.enum(['junior-high', 'senior-high', 'vocational', 'college']),
    ...prerequisiteCommon,
  }),
  z.strictObject({ kind: z.literal('experience'), years: z.number().min(0), ...prerequisiteCommon }),
  z.strictObject({
    kind: z.literal('statutory-certificate'),
    certificate: slug,
    when: occasion,
    ...prerequisiteCommon,
  }),
  z.strictObject({
    kind: z.literal('statutory-training'),
    hours: count,
    yearlyHours: count,
    when: occasion,
    ...prerequisiteCommon,
  }),
  z.strictObject({ kind: z.literal('certified-as'), position: code, level: slug, ...prerequisiteCommon }),
  z.strictObject({ kind: z.literal('hq-approval'), ...prerequisiteCommon }),
  z.strictObject({ kind: z.literal('other'), when: occasion, ...prerequisiteCommon }),
]);

const certifier = z.strictObject({
  levels: z.array(slug).min(1),
  /** Who prepares the exam where that is somebody else than the assessor. */
  arranges: actor.optional(),
  assesses: actor,
  approves: actor,
});

export const positionFile = z.strictObject({
  code,
  name: text,
  clauseGroup: z.string().regex(/^H?\d{1,2}$/),
  /** One of the eight positions that the source document describes. */
  mainPosition: z.boolean(),
  enforcement: z.enum(['brand-mandatory', 'statutory', 'advisory']),
  statutoryRole: text.nullable(),
  reportsTo: code.nullable(),
  dottedReportsTo: z.array(code),
  /** Why the reporting line is drawn as it is. */
  lineNote: text,
  duties: z
    .array(
      z.strictObject({
        id: z.string(),
        clause,
        text,
        origin: z.enum(['source', 'house']),
        recurring: z.array(recurringId),
      }),
    )
    .min(1),
  prerequisites: z.array(prerequisite),
  modules: z.array(z.strictObject({ module: moduleId, when: occasion })),
  certification: z.strictObject({
    levels: z.array(slug).min(1),
    authorisations: z.array(slug),
    theoryPass: percent,
    practical: text,
    practicalPass: percent,
    validityMonths: count,
    certifiers: z.array(certifier).min(1),
    refresherHoursPerYear: z.int().min(0),
    origin,
    sources,
  }),
  audit: z.strictObject({
    /** Percent of the station's score; 100 over all positions. */
    weight: percent,
    items: z
      .array(
        z.strictObject({
          id: z.string().regex(/^AU-[A-Z]{2,4}-\d{2}$/),
          clause,
          check: text,
          evidence: text,
          severity,
          weight: percent.min(1),
          /** How the auditor finds out; several where one is not enough. */
          method: z.array(z.enum(['record', 'system', 'sample', 'observation', 'call'])).min(1),
          recurringDuty: recurringId.nullable(),
          origin: z.enum(['source', 'house']),
        }),
      )
      .min(1),
  }),
});

export const moduleFile = z.strictObject({
  modules: z.array(
    z.strictObject({
      id: moduleId,
      name: text,
      hours: count,
      modes: z
        .array(
          z.enum([
            'e-learning',
            'classroom',
            'on-site',
            'practical',
            'practical-at-hq',
            'system-practice',
            'case-work',
            'role-play',
            'shadow-audit',
            'external',
          ]),
        )
        .min(1),
      deadline,
      /** Hours and limit that the law sets, where it does. */
      statutory: z
        .strictObject({ hours: count, yearlyHours: count.nullable(), withinMonths: count.nullable() })
        .nullable(),
      origin,
      sources,
    }),
  ),
});

const formulaCommon = { minimum: z.int().min(0), basis: text, origin, sources };
export const staffingFile = z.strictObject({
  bands: z
    .array(
      z.strictObject({
        id: z.string().regex(/^B\d$/),
        name: text,
        from: z.int().min(0),
        to: count.nullable(),
        designIntake: count,
      }),
    )
    .min(1),
  intake: z.strictObject({ text, origin, sources }),
  parameters: z.strictObject({
    workingDaysPerMonth: count,
    hoursPerDay: count,
    utilisation: share,
    productiveHoursPerMonth: z.number().positive(),
    note: text,
    origin,
    sources,
  }),
  formulas: z.record(
    code,
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('constant'), heads: count, ...formulaCommon }),
      z.strictObject({
        kind: z.literal('per-volume'),
        visitsPerHead: z.number().positive(),
        ...formulaCommon,
      }),
      z.strictObject({
        kind: z.literal('workload'),
        share,
        hoursPerVisit: z.number().positive(),
        hoursPerHead: z.number().positive(),
        ...formulaCommon,
      }),
      z.strictObject({
        kind: z.literal('per-technicians'),
        techniciansPerHead: count,
        technicians: z.array(code).min(1),
        ...formulaCommon,
      }),
    ]),
  ),
  /** Position → heads, one figure per band in the order of `bands`. */
  table: z.record(code, z.array(z.int().min(0))),
  classes: z.record(
    repairClass,
    z.strictObject({
      name: text,
      floors: z.record(code, count),
      /** One person may hold at most one of these. */
      noTwoOf: z.array(code),
      /** Whoever holds one of these holds no other position. */
      alone: z.array(code),
      note: text,
      origin,
      sources,
    }),
  ),
  nevOverlay: z.strictObject({
    position: code,
    authorisation: slug,
    atLeast: count,
    text,
    origin,
    sources,
  }),
  combinations: z.strictObject({
    /** Band → sets that one person may hold. What is not listed is not allowed. */
    allowed: z.record(z.string(), z.array(z.array(code).min(2))),
    controls: z.array(
      z.strictObject({ positions: z.array(code).min(2), bands: z.array(z.string()), control: text }),
    ),
    never: z.array(z.strictObject({ positions: z.array(code).length(2), reason: text, origin, sources })),
    note: text,
    origin,
    sources,
  }),
  outsourcing: z.strictObject({
    positions: z.array(code),
    bands: z.array(z.string()),
    classes: z.array(repairClass),
    text,
    origin,
    sources,
  }),
  bandRule: z.strictObject({
    averageMonths: count,
    upAfterMonths: count,
    downAfterMonths: count,
    text,
    origin,
    sources,
  }),
  keyPosts: z.array(code),
  vacancyDays: z.strictObject({ keyPosts: count, others: count, text, origin, sources }),
});

const subset = { positions: z.array(code).min(1).optional() };
/** How a machine finds out that a recurring duty was done in time. Several rules of one duty all hold. */
export const dutyRule = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('workday-cutoff'),
    /** Asked for by this local time; null = before the station closes. */
    target: z.iso.time({ precision: -1 }).nullable(),
    /** Overdue after this local time, of the same or of the next working day. */
    cutoff: z.iso.time({ precision: -1 }),
    cutoffDay: z.enum(['same', 'next']),
    records: count,
    /** So many misses within so many days are a nonconformity. */
    misses: z.strictObject({ count, withinDays: count, severity }).optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('window'),
    period: z.enum(['week', 'month', 'quarter', 'year']),
    /** Due on this day after the period has ended; absent = by the end of the period. */
    dueDayAfter: count.optional(),
    /** Due on this day of the period itself. */
    dueDayOf: count.optional(),
    records: count.optional(),
    hours: count.optional(),
    per: z.enum(['station', 'area', 'technician', 'person']),
    maxGapDays: count.optional(),
    calendar: z.literal('hq-plan').optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('event'),
    event: slug,
    /** Which cases the limit is for; absent = all. */
    only: z.enum(['ordinary', 'major']).optional(),
    within: z.strictObject({ amount: z.int().min(0), unit: z.enum(['hour', 'day', 'workday']) }),
    doneWhen: slug,
    /** So many attempts count as done too. */
    orAttempts: count.optional(),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('before-event'),
    event: slug,
    leadDays: z.int().min(0),
    doneWhen: slug,
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('expiry'),
    of: z.enum(['certificate', 'statutory-certificate', 'measuring-device']),
    alertDays: z.array(count).min(1),
    ...subset,
  }),
  z.strictObject({
    kind: z.literal('coverage'),
    of: z.literal('positions-audited'),
    withinMonths: count,
    ...subset,
  }),
]);
export type DutyRule = z.infer<typeof dutyRule>;

export const recurringDutyFile = z.strictObject({
  recurringDuties: z.array(
    z.strictObject({
      id: recurringId,
      clauses: z.array(clause),
      positions: z.array(code).min(1),
      name: text,
      cadence: z.enum(['per-event', 'daily', 'weekly', 'monthly', 'quarterly', 'yearly']),
      rules: z.array(dutyRule).min(1),
      due: text,
      evidence: text,
      overdue: text,
      /** full = record and time stamp suffice; partial = a person must look at the content. */
      machineCheck: z.enum(['full', 'partial']),
      origin,
      sources,
    }),
  ),
});

const capCondition = z.discriminatedUnion('fact', [
  z.strictObject({ fact: z.literal('open-critical'), atLeast: count }),
  z.strictObject({ fact: z.literal('overdue-major'), atLeast: count }),
  z.strictObject({ fact: z.literal('certificate-coverage'), below: share }),
  z.strictObject({ fact: z.literal('days-below-staffing'), moreThan: count }),
]);

export const auditFile = z.strictObject({
  itemFactors: z.strictObject({ satisfied: share, partly: share, not: share }),
  scoring: z.strictObject({ text, origin, sources }),
  grades: z.array(z.strictObject({ grade, atLeast: percent, meaning: text })).length(4),
  caps: z.array(z.strictObject({ id: slug, when: capCondition, atMost: grade, text, origin, sources })),
  consequences: z.array(
    z.strictObject({
      grade,
      hqAuditEveryMonths: count,
      improvementPlanDays: count.nullable(),
      reviewAfterDays: count.nullable(),
      progressCheckEveryMonths: count.nullable(),
      newAuthorisationsStopped: z.boolean(),
      /** So many times this grade within so many months: the contract itself is reviewed. */
      contractReview: z.strictObject({ times: count, withinMonths: count }).nullable(),
      text,
      origin,
      sources,
    }),
  ),
  validityMonths: count,
  cycle: z.strictObject({
    station: z.strictObject({ positionsPerQuarter: count, allWithinMonths: count, clause, text }),
    unannounced: z.strictObject({ shareOfStationsPerYear: share, text }),
    remoteCheck: z.strictObject({ everyMonths: count, text }),
    origin,
    sources,
  }),
  independence: z.array(
    z.strictObject({
      id: slug,
      /** Items concerned: of these positions, of these clause groups, or all when both are absent. */
      positions: z.array(code).optional(),
      clauseGroups: z.array(z.string()).optional(),
      auditedBy: z.array(z.enum(['anybody-else', 'station-head', 'other-station', 'hq'])).min(1),
      text,
      origin,
      sources,
    }),
  ),
});

export const correctiveActionFile = z.strictObject({
  dayCount: z.strictObject({
    kind: z.literal('calendar'),
    from: z.literal('issued'),
    closingOnHoliday: z.literal('next-working-day'),
    text,
  }),
  severities: z
    .array(
      z.strictObject({
        severity,
        name: text,
        definition: text,
        /** Calendar days after issue; the effect check counts from closing, null = at the next audit. */
        days: z.strictObject({
          contain: count,
          rootCause: count,
          plan: count,
          close: count,
          effectCheck: count.nullable(),
        }),
        effectCheck: text,
        verification: z.strictObject({ by: z.enum(['station-auditor', 'hq']), hqSampleShare: share }),
        origin,
        sources,
      }),
    )
    .length(3),
  steps: z.array(z.strictObject({ id: slug, name: text })),
  escalation: z.array(
    z.strictObject({
      id: slug,
      overdueDays: count,
      severities: z.array(severity).min(1),
      tell: z.array(z.union([z.literal('owner'), actor])),
      effect: z.enum(['grade-down-one', 'work-may-be-stopped']).nullable(),
      text,
    }),
  ),
  repeat: z.strictObject({ withinMonths: count, severitySteps: count }),
  rules: z.array(z.strictObject({ id: slug, text, origin, sources })),
});

export const onboardingFile = z.strictObject({
  steps: z.array(
    z.strictObject({
      step: count,
      id: slug,
      name: text,
      owners: z.array(actor).min(1),
      deadline,
      exceptions: z.array(z.strictObject({ positions: z.array(code).min(1), deadline })),
      rule: text,
      origin,
      sources,
    }),
  ),
  mentor: z.strictObject({ traineesAtMost: count, text }),
  /** Whoever holds a position longer than this without a certificate is a finding. */
  uncertified: z.strictObject({ afterDays: count, severity, text, origin, sources }),
  leave: z.array(z.strictObject({ id: slug, owners: z.array(actor).min(1), deadline, text })),
  acting: z.strictObject({
    named: deadline,
    atMostDays: count,
    renewals: z.int().min(0),
    text,
    origin,
    sources,
  }),
});

export const certificationFile = z.strictObject({
  offices: z.array(z.strictObject({ id: z.string().regex(/^hq-[a-z-]+$/), name: text })),
  statuses: z.array(z.strictObject({ id: slug, name: text })),
  levels: z.array(
    z.strictObject({
      id: slug,
      name: text,
      meaning: text,
      experienceMonths: z.int().min(0),
      origin,
      sources,
    }),
  ),
  passMarks: z.strictObject({
    theory: percent,
    practical: percent,
    /** Share of the safety-critical steps that must be right. */
    safetyCriticalSteps: percent,
    nationalFloor: percent,
    text,
    origin,
    sources,
  }),
  exam: z.strictObject({
    minutes: count,
    poolTimesPaper: count,
    openBook: z.boolean(),
    retakes: z.strictObject({ count, withinDays: count, daysApart: count }),
    text,
    origin,
    sources,
  }),
  renewal: z.strictObject({
    windowDaysBefore: count,
    graceDays: count,
    alertDays: z.array(count).min(1),
    practicalWhen: z.strictObject({
      lastOlderThanMonths: count,
      absenceOverMonths: count,
      criticalFinding: z.boolean(),
    }),
    requirements: z.array(text),
    grace: text,
    afterGrace: text,
    origin,
    sources,
  }),
  suspension: z.array(z.strictObject({ id: slug, text })),
  absence: z.strictObject({ overMonths: count, text, origin, sources }),
  /** Extra rights beside the certificate of the position. */
  authorisations: z.array(
    z.strictObject({
      id: slug,
      name: text,
      modules: z.array(moduleId),
      practical: z.boolean(),
      statutoryCertificate: slug.nullable(),
      refreshMonths: count.nullable(),
      /** People that must be present at the work. */
      peoplePresent: count,
      text,
      origin,
      sources,
    }),
  ),
  statutoryCertificates: z.array(
    z.strictObject({
      id: slug,
      name: text,
      validityMonths: count.nullable(),
      reviewEveryMonths: count.nullable(),
      practicalAgainAfterAbsenceMonths: count.nullable(),
      text,
      origin,
      sources,
    }),
  ),
  rules: z.array(z.strictObject({ id: slug, text, origin, sources })),
});

export type Position = z.infer<typeof positionFile>;
export type TrainingModule = z.infer<typeof moduleFile>['modules'][number];
export type RecurringDuty = z.infer<typeof recurringDutyFile>['recurringDuties'][number];

/** A whole edition as loaded: one key per file, positions in the order of the org chart. */
export interface Edition {
  about: z.infer<typeof editionFile>;
  positions: Position[];
  modules: TrainingModule[];
  recurringDuties: RecurringDuty[];
  staffing: z.infer<typeof staffingFile>;
  audit: z.infer<typeof auditFile>;
  correctiveAction: z.infer<typeof correctiveActionFile>;
  onboarding: z.infer<typeof onboardingFile>;
  certification: z.infer<typeof certificationFile>;
}
