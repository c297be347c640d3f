import { defineConfig } from 'vitest/config';

/** One config for every suite; the slow ones say so by folder, so that a developer can run a part by path. */
export default defineConfig({
  test: {
    root: new URL('..', import.meta.url).pathname,
    include: ['test/**/*.test.ts'],
    testTimeout: 60_000,
    hookTimeout: 120_000,
    globalSetup: ['./test/support/prepare-assembly.ts'],
    reporters: ['default', './test/support/closing-line.ts'],
    pool: 'forks',
    maxWorkers: 2,
    env: { CDK_VALIDATION: 'false' },
  },
});
