import * as z from 'zod/mini';

/** What the workflow carries from wait to wait; `since` is the instant of the look before. */
export const input = z.object({
  certificationId: z.string(),
  personId: z.string(),
  for: z.literal('exams'),
  since: z.string(),
});
