import { cpSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EditionInvalid, type EditionProblem } from '../../packages/standard/edition-problem.ts';
import { loadEdition } from '../../packages/standard/load-edition.ts';

const original = join(import.meta.dirname, '../../packages/standard/edition-1');

/** JSON of a file that a test is about to break; loose on purpose, because broken data has no type. */
// biome-ignore lint/suspicious/noExplicitAny: a test edits data on its way to being invalid
export type Loose = any;

/** Lets a test change a copy of edition 1 in a temporary folder and hands back what loading it says. */
export function problemsAfter(change: (copy: EditionCopy) => void): EditionProblem[] {
  const folder = mkdtempSync(join(tmpdir(), 'edition-'));
  try {
    cpSync(original, folder, { recursive: true });
    change({
      folder,
      edit(file, edit) {
        const path = join(folder, file);
        const content: Loose = JSON.parse(readFileSync(path, 'utf8'));
        edit(content);
        writeFileSync(path, JSON.stringify(content));
      },
    });
    loadEdition(folder);
    return [];
  } catch (error) {
    if (error instanceof EditionInvalid) return error.problems;
    throw error;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

export interface EditionCopy {
  folder: string;
  edit(file: string, edit: (content: Loose) => void): void;
}
