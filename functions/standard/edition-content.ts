import { inputRejected, missing, refused } from '../../packages/domain/errors.ts';
import { checkEdition } from '../../packages/standard/check-edition.ts';
import { editionOfParts } from '../../packages/standard/edition-parts.ts';
import type { Edition } from '../../packages/standard/schema.ts';
import type { EditionDraftItem } from '../../packages/table/items.ts';
import type { EditionDraftStore } from '../../packages/table/stores/edition-draft-store.ts';
import type { EditionStore } from '../../packages/table/stores/edition-store.ts';

export interface ContentPorts {
  editions: EditionStore;
  drafts: EditionDraftStore;
  hash(value: unknown): string;
}

export const draftNotFound = () => missing('DraftNotFound', 'no such draft');

/**
 * What is not published yet is held to the rules of an edition: schema, then the rules across its parts.
 * @throws InputRejected naming file, place and rule
 */
export function demandSound(content: Record<string, unknown>): Edition {
  const checked = checkEdition(content);
  if (checked.edition) return checked.edition;
  throw inputRejected(
    checked.problems.map((problem) => ({
      field: problem.path ? `${problem.file}: ${problem.path}` : problem.file,
      code: 'edition-rule',
      value: problem.message,
    })),
  );
}

/** The draft as it stands; one that was given up is not there. */
export async function demandDraft(drafts: EditionDraftStore, draftId: string): Promise<EditionDraftItem> {
  const draft = await drafts.editionDraft(draftId);
  if (!draft || draft.status === 'discarded') throw draftNotFound();
  return draft;
}

/** What a draft says. Saved anew in the midst of reading, it is another one than was asked for. */
export async function contentOfDraft(
  { drafts, hash }: Pick<ContentPorts, 'drafts' | 'hash'>,
  { draftId, contentHash }: EditionDraftItem,
): Promise<Edition> {
  const edition = editionOfParts(await drafts.editionDraftParts(draftId));
  if (!edition || hash(edition) !== contentHash) throw refused('DraftChanged', 'it was saved anew meanwhile');
  return edition;
}

/** A version of the standard: a draft, a published edition, or the one that is in force. */
export interface Version {
  /** As it was asked for, but by number for the one in force. */
  version: string;
  content: Edition;
}

/**
 * The whole text of a version. Editions are published out of drafts, which keep it.
 * @throws DraftNotFound, EditionNotFound, DraftChanged
 */
export async function demandVersion(ports: ContentPorts, version: string): Promise<Version> {
  if (version.startsWith('dft_'))
    return { version, content: await contentOfDraft(ports, await demandDraft(ports.drafts, version)) };
  const number = version === 'current' ? await ports.editions.currentEdition() : version;
  const meta = number === null ? null : await ports.editions.editionMeta(number);
  const draft = meta?.draft === undefined ? null : await ports.drafts.editionDraft(meta.draft);
  if (!meta || !draft) throw missing('EditionNotFound', 'no such edition is published');
  return { version: meta.edition, content: await contentOfDraft(ports, draft) };
}
