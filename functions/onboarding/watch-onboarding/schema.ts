import * as z from 'zod/mini';

/** What the workflow carries from wait to wait; `since` is the instant of the look before. */
export const input = z.object({
  onboardingId: z.string(),
  personId: z.string(),
  for: z.enum(['steps', 'certificate']),
  since: z.string(),
});
