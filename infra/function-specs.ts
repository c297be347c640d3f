import { globSync } from 'node:fs';
import { dirname, join, sep } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Manifest } from '../packages/lambda/manifest.ts';

export const root = fileURLToPath(new URL('..', import.meta.url));

/** A function as its folder and manifest describe it. */
export interface FunctionSpec {
  context: string;
  name: string;
  folder: string;
  manifest: Manifest;
}

/** Every folder with a manifest is a function; sorted, so that templates do not change by themselves. */
export async function functionSpecs(): Promise<FunctionSpec[]> {
  const files = globSync('functions/*/*/manifest.ts', { cwd: root }).sort();
  return Promise.all(
    files.map(async (file) => {
      const folder = dirname(file);
      const [, context, name] = folder.split(sep) as [string, string, string];
      const { manifest } = (await import(pathToFileURL(join(root, file)).href)) as { manifest: Manifest };
      return { context, name, folder: join(root, folder), manifest };
    }),
  );
}

/** Workflow definitions by name: `functions/audit/station-audit.asl.json` is `station-audit`. */
export function workflowFiles(): { name: string; file: string }[] {
  return globSync('functions/*/*.asl.json', { cwd: root })
    .sort()
    .map((file) => ({
      name: file.split(sep).at(-1)?.replace('.asl.json', '') ?? file,
      file: join(root, file),
    }));
}
