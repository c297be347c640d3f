import * as z from 'zod';
import {
  actor,
  clause,
  code,
  count,
  grade,
  origin,
  percent,
  severity,
  share,
  slug,
  sources,
  text,
} from './schema-parts.ts';

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
  /** Calendar days that HQ has for its review, and a station for what is sent back. */
  review: z.strictObject({ days: count, sendBackDays: count, text, origin, sources }),
  /** Calendar days that a station has to dispute items, and HQ to decide. */
  appeal: z.strictObject({ days: count, decideDays: count, text, origin, sources }),
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
