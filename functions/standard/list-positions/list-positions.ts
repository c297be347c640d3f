import { missing } from '../../../packages/domain/errors.ts';
import type { Answer } from '../../../packages/lambda/http.ts';
import type { EditionStore } from '../../../packages/table/stores/edition-store.ts';

/** Codes and names in the order of the org chart; whoever has a role may read the standard. */
export const listPositions = (ports: { editions: EditionStore }) => async (): Promise<Answer> => {
  const edition = await ports.editions.currentEdition();
  const meta = edition && (await ports.editions.editionMeta(edition));
  if (!meta) throw missing('EditionNotFound', 'no edition is published yet');
  return { status: 200, body: { edition: meta.edition, items: meta.positions } };
};
