import * as z from 'zod/mini';
import { score } from '../../../packages/contracts/audit-shapes.ts';
import { auditId, grade, instant, nonconformityId, stationId } from '../../../packages/contracts/fields.ts';
import { bilingual, count } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ stationId }) };

export const output = {
  200: z.strictObject({
    stationId,
    name: z.string(),
    /** The last closed audit with its result, after appeals, as the day of closing gave it; null before the first one. */
    audit: z.nullable(z.strictObject({ auditId, closedAt: instant, score, grade })),
    /** The grade now; null before the first audit. */
    grade: z.nullable(grade),
    /** The grade that the score alone would give. */
    uncapped: z.nullable(grade),
    corrections: z.strictObject({
      open: count,
      overdue: count,
      /** Critical findings; a position that was not shown counts each of its critical items. */
      openCritical: count,
      overdueMajor: count,
    }),
    /** What holds the grade down, and what has to be closed to lift it. */
    lowers: z.array(
      z.strictObject({
        /** A cap of the edition, or `long-overdue`. */
        id: z.string(),
        /** Null: one step off whatever the grade is. */
        atMost: z.nullable(grade),
        text: z.nullable(bilingual),
        nonconformities: z.array(nonconformityId),
        /** So many of them have to be closed. */
        correct: count,
      }),
    ),
    /** What follows from the grade, by the edition; null when the edition was published without it. */
    consequence: z.nullable(
      z.strictObject({
        hqAuditEveryMonths: count,
        improvementPlanDays: z.nullable(count),
        reviewAfterDays: z.nullable(count),
        progressCheckEveryMonths: z.nullable(count),
        newAuthorisationsStopped: z.boolean(),
        text: bilingual,
      }),
    ),
  }),
};
