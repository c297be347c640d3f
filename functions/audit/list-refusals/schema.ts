import * as z from 'zod/mini';
import { campaignId, stationId } from '../../../packages/contracts/fields.ts';

export const input = { path: z.strictObject({ campaignId }) };

export const output = {
  200: z.strictObject({
    items: z.array(
      z.strictObject({
        stationId,
        name: z.string(),
        reason: z.enum(['no-position-to-audit', 'station-unreadable', 'opening-failed']),
      }),
    ),
  }),
};
