import { EditionInvalid, problemLine } from '../standard/edition-problem.ts';
import { loadEdition } from '../standard/load-edition.ts';
import type { Edition } from '../standard/schema.ts';
import { editionFolder } from './edition-folder.ts';
import { UserError } from './problem.ts';

/** An edition out of a folder; every problem is named at once, and no platform is asked for that. */
export function readEdition(folder: string): Edition {
  try {
    return loadEdition(editionFolder(folder));
  } catch (error) {
    if (error instanceof EditionInvalid) throw new UserError(error.problems.map(problemLine).join('\n'));
    throw error;
  }
}
