import * as z from 'zod/mini';
import { contentHash, draftId, edition, instant } from './fields.ts';
import { bilingual } from './network-shapes.ts';

/** A draft of an edition, without what it says. */
export const draftShape = z.strictObject({
  draftId,
  /** The number that it will bear. */
  edition,
  title: bilingual,
  /** The edition that was in force when it was written; left out for the very first. */
  basedOn: z.optional(edition),
  contentHash,
  status: z.enum(['open', 'published']),
  /** Everybody who has written it; none of them publishes it. */
  draftedBy: z.array(z.string()),
  createdAt: instant,
  changedAt: instant,
});
