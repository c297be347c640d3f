import { copyFileSync, mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { build } from 'esbuild';
import { packText } from '../packages/lambda/packed-text.ts';
import { apiDocument } from './api-document.ts';
import { dropUnusedSchemas } from './bundling/drop-unused-schemas.ts';
import { functionSpecs, root } from './function-specs.ts';

/** Where the bundles lie: one folder per function, as Lambda gets it. */
export const bundleFolder = join(root, '.build', 'functions');

/**
 * Bundles every function in one run. CommonJS, because SDK code imports faster from it; credentials come from the
 * environment only, because that is where Lambda puts them, which leaves the SDK's other providers out.
 * @param folder emptied first; the sizes are written beside it
 * @returns bundle bytes per function
 */
export async function buildFunctions(folder = bundleFolder): Promise<Record<string, number>> {
  const specs = await functionSpecs();
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  // The bundles are CommonJS wherever they are looked at from; this package's own type is module.
  writeFileSync(join(folder, 'package.json'), '{"type":"commonjs"}\n');
  const result = await build({
    entryPoints: Object.fromEntries(
      specs.map((spec) => [`${spec.name}/index`, join(spec.folder, 'handler.ts')]),
    ),
    outdir: folder,
    bundle: true,
    minify: true,
    platform: 'node',
    target: 'node24',
    format: 'cjs',
    mainFields: ['module', 'main'],
    alias: {
      '@aws-sdk/credential-provider-node': join(root, 'infra/bundling/environment-credentials.ts'),
      // Its other form looks for files by the module's address, which a CommonJS bundle does not have.
      pdfkit: join(root, 'node_modules/pdfkit/js/pdfkit.js'),
    },
    // What `get-openapi` serves; written out of the manifests and schemas at every build, and kept nowhere.
    define: { OPENAPI_DOCUMENT: JSON.stringify(packText(JSON.stringify(await apiDocument(specs)))) },
    plugins: [dropUnusedSchemas],
    metafile: true,
    logLevel: 'warning',
    legalComments: 'none',
  });
  for (const { name, manifest } of specs)
    for (const file of manifest.beside ?? [])
      copyFileSync(join(root, 'node_modules', file), join(folder, name, basename(file)));
  const bytes: Record<string, number> = {};
  for (const [file, output] of Object.entries(result.metafile.outputs))
    bytes[file.split('/').at(-2) ?? file] = output.bytes;
  writeFileSync(join(dirname(folder), 'bundles.json'), JSON.stringify(bytes, null, 2));
  return bytes;
}

if (import.meta.main) {
  const started = Date.now();
  const bytes = await buildFunctions();
  console.log(`${Object.keys(bytes).length} functions bundled in ${Date.now() - started} ms`);
}
