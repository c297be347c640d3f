import * as z from 'zod';
import { code, count, origin, repairClass, share, slug, sources, text } from './schema-parts.ts';

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
