import * as z from 'zod';
import {
  actor,
  clause,
  code,
  count,
  levelId,
  moduleId,
  occasion,
  origin,
  percent,
  recurringId,
  rubric,
  severity,
  slug,
  sources,
  text,
} from './schema-parts.ts';

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
  z.strictObject({ kind: z.literal('certified-as'), position: code, level: levelId, ...prerequisiteCommon }),
  z.strictObject({ kind: z.literal('hq-approval'), ...prerequisiteCommon }),
  z.strictObject({ kind: z.literal('other'), when: occasion, ...prerequisiteCommon }),
  /** Welcome, never asked for. */
  z.strictObject({ kind: z.literal('preferred'), ...prerequisiteCommon }),
]);

const certifier = z.strictObject({
  levels: z.array(levelId).min(1),
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
    levels: z.array(levelId).min(1),
    authorisations: z.array(slug),
    theoryPass: percent,
    practical: text,
    rubric,
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
