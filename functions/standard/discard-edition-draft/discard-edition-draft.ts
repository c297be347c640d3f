import { type Clock, instant } from '../../../packages/domain/clock.ts';
import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { demandDraft, draftNotFound } from '../edition-content.ts';

/** What it said goes; that it was there, and whose it was, stays. */
export const discardEditionDraft =
  ({ drafts, clock }: { drafts: EditionDraftStore; clock: Clock }) =>
  async ({ draftId }: { draftId: string }, caller: Caller): Promise<Answer> => {
    caller.allow({}, draftNotFound);
    const draft = await demandDraft(drafts, draftId);
    if (draft.status === 'published') throw refused('DraftPublished', 'it is an edition by now');
    const changed = { changedBy: caller.subject.subject, changedAt: instant(clock.now()) };
    if (!(await drafts.discardDraft(draft, changed)))
      throw refused('DraftChanged', 'somebody else has changed it meanwhile');
    return { status: 200, body: { draftId, discarded: true } };
  };
