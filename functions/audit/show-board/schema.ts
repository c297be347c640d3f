import * as z from 'zod/mini';
import { auditId, campaignId, instant, regionId, stationId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ campaignId }) };

export const output = {
  200: z.strictObject({
    regions: z.array(
      z.strictObject({
        regionId,
        stations: count,
        answering: count,
        inReview: count,
        closed: count,
        cancelled: count,
        /** Of `answering`: past the due date. */
        overdue: count,
        /** Share of the positions that are answered, 0…1. */
        answered: z.number().check(z.minimum(0), z.maximum(1)),
      }),
    ),
    /** Stations that have not answered, the first due and emptiest first; the first 50. */
    laggards: z.array(
      z.strictObject({
        auditId,
        stationId,
        regionId,
        name: z.string(),
        pending: count,
        dueAt: instant,
        overdue: z.boolean(),
      }),
    ),
  }),
};
