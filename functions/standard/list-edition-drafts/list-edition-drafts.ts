import { refused } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { EditionDraftStore } from '../../../packages/table/stores/edition-draft-store.ts';
import { draftFacts } from '../draft-facts.ts';

/** Those that were given up are left out. */
export const listEditionDrafts =
  ({ drafts }: { drafts: EditionDraftStore }) =>
  async (_input: object, caller: Caller): Promise<Answer> => {
    caller.allow({}, () => refused('NotPermitted', 'the standard is for HQ'));
    const items = (await drafts.editionDrafts()).filter(({ status }) => status !== 'discarded');
    return { status: 200, body: { items: items.map(draftFacts) } };
  };
