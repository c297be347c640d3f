import * as z from 'zod/mini';
import { campaignId } from '../../../packages/contracts/fields.ts';
import { count } from '../../../packages/contracts/network-shapes.ts';

export const input = { path: z.strictObject({ campaignId }) };

const figures = z.array(
  z.strictObject({
    /** The reviewer, or the item. */
    of: z.string(),
    decided: count,
    upheld: count,
    /** Sum of the score changes, in points. */
    change: z.number(),
  }),
);

export const output = {
  200: z.strictObject({ decided: count, upheld: count, reviewers: figures, items: figures }),
};
