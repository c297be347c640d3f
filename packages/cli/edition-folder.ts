import { existsSync } from 'node:fs';
import { isAbsolute, resolve } from 'node:path';

/**
 * Where an edition lies that the user has named: a folder as seen from where the command was typed (npm runs it
 * elsewhere), or the name of an edition that ships.
 */
export function editionFolder(named: string): string {
  if (isAbsolute(named)) return named;
  const here = resolve(process.env.INIT_CWD ?? process.cwd(), named);
  return existsSync(here) ? here : named;
}
