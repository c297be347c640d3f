import * as z from 'zod/mini';

/** `step`: what the workflow waited for in vain. */
export const input = z.object({
  auditId: z.string(),
  step: z.object({
    next: z.enum(['answers', 'review', 'score', 'cancelled']),
    wait: z.object({ seconds: z.number(), dueAt: z.string(), told: z.boolean() }),
  }),
});
