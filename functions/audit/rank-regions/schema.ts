import * as z from 'zod/mini';
import { gradesShape, score } from '../../../packages/contracts/audit-shapes.ts';
import { campaignId, regionId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ campaignId }) };

export const output = {
  200: z.strictObject({
    items: z.array(
      z.strictObject({
        /** 1 = best. */
        rank: count,
        regionId,
        stations: count,
        /** Mean of the stations. */
        score,
        grades: gradesShape,
      }),
    ),
  }),
};
