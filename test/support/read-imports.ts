import { globSync, readFileSync } from 'node:fs';
import { join, posix, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));

/** One import, from a file of the repository to another one or to a package; paths from the root, with `/`. */
export interface Import {
  from: string;
  to: string;
  /** True when nothing of it is left at run time. */
  typeOnly: boolean;
}

/** The product's own sources: everything but tests. */
export const sources = (): string[] =>
  globSync('{packages,functions,infra}/**/*.{ts,tsx}', {
    cwd: root,
    exclude: (path) => path.split(sep).includes('node_modules'),
  })
    .map((file) => file.split(sep).join('/'))
    .sort();

export const textOf = (file: string): string => readFileSync(join(root, file), 'utf8');

/**
 * The imports of a file, read from its text; the formatter keeps them in a form that patterns can trust, and a test
 * compares them with the bundler's view. `import { type A }` counts as a run-time import, because it stays one.
 */
export function importsOf(file: string): Import[] {
  const text = textOf(file);
  const found: Import[] = [];
  const add = (specifier: string, typeOnly: boolean) =>
    found.push({
      from: file,
      to: specifier.startsWith('.') ? posix.join(posix.dirname(file), specifier) : specifier,
      typeOnly,
    });
  for (const [, type, specifier = ''] of text.matchAll(
    /^(?:import|export)(\s+type)?\s[^;'"]*?from\s+'([^']+)'/gm,
  ))
    add(specifier, type !== undefined);
  for (const [, specifier = ''] of text.matchAll(/^import\s+'([^']+)'/gm)) add(specifier, false);
  for (const [, specifier = ''] of text.matchAll(/\bimport\(\s*'([^']+)'/g)) add(specifier, false);
  return found;
}

/** Files that lead back to themselves, as `a -> b -> a`; each circle once. */
export function cycles(imports: readonly Import[]): string[] {
  const targets = new Map<string, string[]>();
  for (const { from, to } of imports) targets.set(from, [...(targets.get(from) ?? []), to]);
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (file: string, path: readonly string[]): void => {
    const start = path.indexOf(file);
    if (start >= 0) {
      found.push([...path.slice(start), file].join(' -> '));
      return;
    }
    if (done.has(file)) return;
    for (const next of targets.get(file) ?? []) visit(next, [...path, file]);
    done.add(file);
  };
  for (const file of targets.keys()) visit(file, []);
  return found;
}
