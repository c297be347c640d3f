import type { EditionDraftItem } from '../../packages/table/items.ts';

/** A draft as it is answered. */
export const draftFacts = (draft: EditionDraftItem) => {
  const { draftId, edition, title, basedOn, contentHash, status, draftedBy, createdAt, changedAt } = draft;
  return {
    draftId,
    edition,
    title,
    ...(basedOn === undefined ? {} : { basedOn }),
    contentHash,
    status,
    draftedBy,
    createdAt,
    changedAt,
  };
};
