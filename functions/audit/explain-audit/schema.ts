import * as z from 'zod/mini';
import { auditId, edition, grade, instant, position, stationId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ auditId }) };

const bilingual = z.strictObject({ zh: z.string(), en: z.string() });
/** Points of the station's score, two decimals. */
const points = z.number().check(z.minimum(0), z.maximum(100));
const percent = z.int().check(z.minimum(0), z.maximum(100));
const count = z.int().check(z.minimum(0));
const share = z.number().check(z.minimum(0), z.maximum(1));
const item = z.string();

/** What has to become true for a cap to hold no longer; coverage is a share 0…1 of the seats. */
const lift = z.discriminatedUnion('fact', [
  z.strictObject({
    fact: z.literal('open-critical'),
    now: count,
    atMost: count,
    items: z.array(item),
    correct: count,
  }),
  z.strictObject({ fact: z.literal('overdue-major'), now: count, atMost: count }),
  z.strictObject({ fact: z.literal('certificate-coverage'), now: share, atLeast: share }),
  z.strictObject({ fact: z.literal('days-below-staffing'), now: count, atMost: count }),
]);

export const output = {
  200: z.strictObject({
    auditId,
    stationId,
    name: z.string(),
    edition,
    closedAt: instant,
    score: points,
    grade,
    /** The grade that the score alone would give. */
    uncapped: grade,
    openCritical: count,
    positions: z.array(
      z.strictObject({
        position,
        name: z.nullable(bilingual),
        /** Percent by the edition, before rescaling. */
        weight: percent,
        /** The position's own score; null when it is left out. */
        score: z.nullable(points),
        gained: points,
        possible: points,
        notShown: z.boolean(),
        leftOut: z.boolean(),
        items: z.array(
          z.strictObject({
            item,
            clause: z.string(),
            severity: z.enum(['minor', 'major', 'critical']),
            weight: percent,
            answer: z.enum(['satisfied', 'partly', 'not', 'not-applicable']),
            gained: points,
            possible: points,
            check: z.nullable(bilingual),
            remark: z.nullable(z.string()),
          }),
        ),
      }),
    ),
    caps: z.array(
      z.strictObject({
        id: z.string(),
        atMost: grade,
        text: z.nullable(bilingual),
        lift,
        gradeAfter: grade,
      }),
    ),
    higherGrades: z.array(
      z.strictObject({
        grade,
        atLeast: points,
        missing: points,
        items: z.array(z.strictObject({ position, item, gain: points })),
        scoreAfter: points,
        /** Caps that hold this grade back whatever the items are. */
        heldBy: z.array(z.strictObject({ id: z.string(), atMost: grade, text: z.nullable(bilingual), lift })),
        reachable: z.boolean(),
      }),
    ),
  }),
};
