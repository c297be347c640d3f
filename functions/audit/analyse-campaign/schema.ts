import * as z from 'zod/mini';
import { score } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId, grade, position, stationId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = {
  path: z.strictObject({ campaignId }),
  /** `with`: the campaign to compare with; the one that was closed last before it when left out. */
  query: z.strictObject({ with: z.optional(campaignId) }),
};

const changes = z.array(
  z.strictObject({
    stationId,
    name: z.string(),
    scoreBefore: score,
    scoreAfter: score,
    gradeBefore: grade,
    gradeAfter: grade,
  }),
);

export const output = {
  200: z.strictObject({
    scored: count,
    /** The weakest first; the first 30 that ever failed. */
    weakest: z.array(
      z.strictObject({
        item: z.string(),
        position,
        clause: z.string(),
        asked: count,
        not: count,
        partly: count,
        /** Of `not`: stations that had it in the campaign before, too. */
        repeated: count,
      }),
    ),
    /** null where there is no campaign to compare with. */
    comparison: z.nullable(
      z.strictObject({
        with: campaignId,
        name: z.string(),
        stations: count,
        scoreBefore: score,
        scoreAfter: score,
        better: count,
        worse: count,
        gains: changes,
        losses: changes,
      }),
    ),
  }),
};
