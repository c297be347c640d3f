import type { EditionRules } from '../standard/edition-rules.ts';
import type { PathRules } from '../standard/path-rules.ts';
import { inputRejected, missing } from './errors.ts';

/** Where the editions of the standard are read. */
interface Editions {
  currentEdition(): Promise<string | null>;
  pathRules(edition: string, position: string): Promise<PathRules | null>;
  editionRules(edition: string): Promise<EditionRules | null>;
}

/**
 * What the path of a position decides by in the edition in force.
 * @param field names the position in the input
 * @throws EditionNotFound, InputRejected
 */
export async function demandPath(editions: Editions, field: string, position: string): Promise<PathRules> {
  const edition = await editions.currentEdition();
  const rules = edition && (await editions.pathRules(edition, position));
  if (rules) return rules;
  const known = edition && (await editions.editionRules(edition));
  if (!known) throw missing('EditionNotFound', 'no edition of the standard is published yet');
  const allowed = Object.keys(known.staffing.table).join(', ');
  throw inputRejected([{ field, code: 'unknown-position', value: position, allowed }]);
}
