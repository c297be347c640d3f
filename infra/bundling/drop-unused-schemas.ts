import { readFile } from 'node:fs/promises';
import type { Plugin } from 'esbuild';

/**
 * The SDK describes the shapes of S3's operations in a way that esbuild must take for a side effect, so all of them
 * would come along for the two that we call (60 KB of each bundle). Said to be pure, they are dropped like any other
 * value that nobody uses.
 */
export const dropUnusedSchemas: Plugin = {
  name: 'drop-unused-schemas',
  setup({ onLoad }) {
    onLoad({ filter: /client-s3\/dist-es\/schemas\/schemas_0\.js$/ }, async ({ path }) => ({
      contents: (await readFile(path, 'utf8')).replaceAll(
        /^export var (\w+\$) = (\[[^;]*?\n\]);/gm,
        'export var $1 = /* @__PURE__ */ (() => $2)();',
      ),
    }));
  },
};
