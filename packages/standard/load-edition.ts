import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { checkEdition } from './check-edition.ts';
import { EditionInvalid, type EditionProblem } from './edition-problem.ts';
import { type Edition, fileOfPart, positionPath } from './schema.ts';

/**
 * Reads an edition from its folder and checks it whole: files, schema, then the rules across files.
 * @param folder absolute path, or the name of an edition of this package such as `edition-1`
 * @throws EditionInvalid with every problem found, each naming file, place and rule
 */
export function loadEdition(folder: string): Edition {
  const root = isAbsolute(folder) ? folder : join(import.meta.dirname, folder);
  const problems: EditionProblem[] = [];
  const read = (file: string): unknown => {
    const path = join(root, file);
    if (!existsSync(path)) {
      problems.push({ file, path: '', rule: 'file-missing', message: 'the file is missing' });
      return undefined;
    }
    try {
      return JSON.parse(readFileSync(path, 'utf8'));
    } catch (cause) {
      problems.push({ file, path: '', rule: 'json', message: `the file is not JSON (${String(cause)})` });
      return undefined;
    }
  };

  const content: Record<string, unknown> = {};
  for (const [part, file] of Object.entries(fileOfPart)) content[part] = read(file);

  // The order of the positions is the edition's; a file that it does not list is read as well and reported.
  const present = namesIn(join(root, 'positions'));
  const codes = [...new Set([...listedPositions(content.about), ...present])];
  content.positions = codes.map((code) => {
    const position = read(positionPath(code));
    if (hasOtherCode(position, code))
      problems.push({
        file: positionPath(code),
        path: 'code',
        rule: 'file-name',
        message: `the file is named after its position (code is ${position.code})`,
      });
    return position;
  });
  const known = new Set<string>(Object.values(fileOfPart));
  for (const name of namesIn(root).map((bare) => `${bare}.json`))
    if (!known.has(name))
      problems.push({
        file: name,
        path: '',
        rule: 'file-unknown',
        message: 'no part of an edition is kept here',
      });
  if (problems.length > 0) throw new EditionInvalid(problems);

  const checked = checkEdition(content);
  if (!checked.edition) throw new EditionInvalid(checked.problems);
  return checked.edition;
}

const namesIn = (folder: string): string[] =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .map((name) => name.slice(0, -'.json'.length))
        .sort()
    : [];

/** Codes listed in edition.json; none when it is too broken to tell, which the schema then reports. */
function listedPositions(about: unknown): string[] {
  if (about === null || typeof about !== 'object' || !('positions' in about)) return [];
  const { positions } = about;
  return Array.isArray(positions)
    ? positions.filter((code) => typeof code === 'string' && /^\w+$/.test(code))
    : [];
}

const hasOtherCode = (position: unknown, code: string): position is { code: unknown } =>
  position !== null && typeof position === 'object' && 'code' in position && position.code !== code;
