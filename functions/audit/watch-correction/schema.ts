import * as z from 'zod/mini';

/** What the workflow carries from wait to wait; `since` is the instant of the look before. */
export const input = z.object({
  nonconformityId: z.string(),
  stationId: z.string(),
  item: z.string(),
  campaignId: z.string(),
  phase: z.enum(['correction', 'effect-check']),
  round: z.number(),
  since: z.string(),
});
