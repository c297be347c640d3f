import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { describe, expect, test } from 'vitest';
import { cycles, importsOf, sources, textOf } from './support/read-imports.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const files = sources();
const imports = files.flatMap(importsOf);

/**
 * What a part of the tree may lean on. `only` lists everything that is allowed, `never` what is not; `types` is
 * allowed besides, as long as nothing of it is left at run time. `$1` stands for what `files` captured.
 */
interface Rule {
  rule: string;
  because: string;
  files: RegExp;
  only?: string[];
  types?: string[];
  never?: string[];
}

const aws = ['@aws-sdk/', '@smithy/', '@aws-lambda-powertools/', 'aws-lambda$', 'aws-sdk'];

const rules: Rule[] = [
  {
    rule: 'the domain leans on zod, hashing and itself',
    because: 'a decision can be read, tested and moved without anything around it',
    files: /^packages\/domain\//,
    only: ['packages/domain/', 'node:crypto$', 'zod$', 'zod/mini$'],
    types: ['packages/standard/'],
  },
  {
    rule: 'the standard leans on the domain at most',
    because: 'an edition is data that any tool may read and check',
    files: /^packages\/standard\//,
    never: ['functions/', 'infra/', 'packages/(?!(standard|domain)/)', ...aws],
  },
  {
    rule: 'contracts lean on the domain and zod',
    because: 'console, command line and other systems take them over whole',
    files: /^packages\/contracts\//,
    only: ['packages/contracts/', 'packages/domain/', 'zod$', 'zod/mini$'],
  },
  {
    rule: 'the table leans on the domain and the SDK',
    because: 'it keeps what others decide',
    files: /^packages\/table\//,
    only: ['packages/table/', 'packages/domain/', '@aws-sdk/', 'node:timers/promises$', 'node:zlib$'],
    types: ['packages/standard/'],
  },
  {
    rule: 'renderers draw what the domain says',
    because: 'a report says the same in every format',
    files: /^packages\/report\//,
    only: [
      'packages/report/',
      'packages/domain/report/',
      'node:',
      'pdfkit$',
      'uqr$',
      'csv-stringify/sync$',
      'write-excel-file/node$',
    ],
  },
  {
    rule: 'the middleware stacks know no function',
    because: 'they are the same for all of them',
    files: /^packages\/lambda\//,
    never: ['functions/', 'infra/', 'packages/(local|cli|simulator|console)/', 'aws-cdk-lib'],
  },
  {
    rule: 'a context leaves the other contexts alone',
    because: 'contexts meet in the table and on the bus, so that each can change by itself',
    files: /^functions\/([^/]+)\//,
    never: ['functions/(?!$1/)'],
  },
  {
    rule: 'a function leaves the other functions alone',
    because: 'what two of them need is a fact of the context and stands beside them',
    files: /^functions\/([^/]+\/[^/]+)\/[^/]+\.ts$/,
    never: ['functions/(?!$1/)[^/]+/[^/]+/'],
  },
  {
    rule: 'functions reach AWS through the table and the lambda package',
    because: 'what talks to AWS stands in two places',
    files: /^functions\//,
    never: [...aws, 'aws-cdk-lib', 'constructs$', 'infra/', 'packages/(local|cli|simulator|console)/'],
  },
  {
    rule: 'a task leans on rules and contracts, and gets everything else handed in',
    because: 'a test replaces ports and never a module',
    files: /^functions\/[^/]+\/(?:([^/]+)\/\1|[^/]+)\.ts$/,
    only: [
      'packages/(domain|contracts|standard)/',
      // Reads records that were handed in, and calls nobody.
      'packages/lambda/stream.ts$',
      'functions/[^/]+/[^/]+.ts$',
      'zod$',
      'zod/mini$',
    ],
    types: ['packages/(table|lambda)/'],
  },
  {
    rule: 'a manifest leans on nothing',
    because: 'it is data that infra, documents and tests read without starting anything',
    files: /^functions\/.*\/manifest\.ts$/,
    only: [],
    types: ['packages/lambda/manifest.ts$'],
  },
  {
    rule: 'infra reads manifests and names, never decisions',
    because: 'a rule of the business must not change a deployment',
    files: /^infra\//,
    only: [
      'infra/',
      'packages/lambda/(environment|packed-text).ts$',
      'packages/table/keys.ts$',
      'packages/contracts/(events|openapi).ts$',
      'aws-cdk-lib',
      'cdk-nag$',
      'constructs$',
      'esbuild$',
      'zod$',
      'node:',
      '@aws-sdk/credential-provider-env$',
    ],
    types: ['packages/lambda/manifest.ts$'],
  },
  {
    rule: 'the local run knows only the template',
    because: 'it would hide what a deployment lacks, and it has to be easy to throw away',
    files: /^packages\/local\//,
    never: ['functions/', 'infra/', 'packages/(?!local/)', 'aws-cdk-lib', 'cdk-nag'],
  },
  {
    rule: 'the simulator knows nothing of the inside',
    because: 'what it proves would otherwise not be true for people outside',
    files: /^packages\/simulator\//,
    never: ['functions/', 'infra/', 'packages/(?!(simulator|domain|standard)/)', ...aws],
  },
  {
    rule: 'the command line talks to the API',
    because: 'what it can do, everybody with the right can do',
    files: /^packages\/cli\/(?!(start[^/]*|demo-users)\.ts$)/,
    never: ['functions/', 'infra/', 'packages/(table|lambda)/', ...aws],
  },
  {
    rule: 'only starting the platform here reaches inside it, and never into functions',
    because: 'somebody has to grant the first rights on an empty table',
    files: /^packages\/cli\/(start[^/]*|demo-users)\.ts$/,
    never: ['functions/', 'infra/', 'packages/lambda/'],
  },
  {
    rule: 'AWS is called from three packages',
    because: 'endpoint, retries and credentials are decided in few places',
    files: /^(?!packages\/(table|lambda|local)\/|infra\/bundling\/)/,
    never: ['@aws-sdk/', '@smithy/', 'aws-sdk'],
  },
  {
    rule: 'constructs stay in infra',
    because: 'they are heavy, and a function has no business with them',
    files: /^(?!infra\/)/,
    never: ['aws-cdk-lib', 'constructs$', 'cdk-nag'],
  },
  {
    rule: 'nothing leans on the tests',
    because: 'they are not part of the product',
    files: /^/,
    never: ['test/', 'vitest', 'fast-check'],
  },
];

/** Imports that break a rule, as `file -> import`. */
function broken(rule: Rule): string[] {
  return imports.flatMap(({ from, to, typeOnly }) => {
    const match = rule.files.exec(from);
    if (!match) return [];
    const meets = (patterns: readonly string[]) =>
      patterns.some((pattern) => new RegExp(`^(?:${pattern.replaceAll('$1', match[1] ?? '')})`).test(to));
    const allowed =
      !meets(rule.never ?? []) && (!rule.only || meets(rule.only) || (typeOnly && meets(rule.types ?? [])));
    return allowed ? [] : [`${from} -> ${to}`];
  });
}

describe('Layers', () => {
  test.each(rules)('$rule, because $because', (rule) => {
    expect(broken(rule)).toEqual([]);
  });

  test.each(rules)('"$rule" is about files that exist', ({ files: pattern }) => {
    expect(files.filter((file) => pattern.test(file)).length).toBeGreaterThan(0);
  });

  test('no file leads back to itself at run time', () => {
    expect(cycles(imports.filter(({ typeOnly }) => !typeOnly))).toEqual([]);
  });

  test('tasks keep clear of environment, console and logger', () => {
    const tasks = files.filter((file) => /^functions\/[^/]+\/(?:([^/]+)\/\1|[^/]+)\.ts$/.test(file));
    expect(tasks.length).toBeGreaterThan(20);
    expect(
      tasks.filter((file) => /process\.env|console\.|\blogger\b|new Date\(\)|Date\.now\(/.test(textOf(file))),
    ).toEqual([]);
  });

  test('the domain reads no clock but the one that is handed in', () => {
    const domain = files.filter((file) => /^packages\/domain\/(?!clock\.ts)/.test(file));
    expect(
      domain.filter((file) => /process\.|Date\.now\(|new Date\(\)|Math\.random/.test(textOf(file))),
    ).toEqual([]);
  });

  test('a relative import names a file with its ending, and no file collects others', () => {
    const relative = imports.filter(({ to }) => /^(packages|functions|infra|test)\//.test(to));
    expect(relative.filter(({ to }) => !existsSync(join(root, to))).map(({ to }) => to)).toEqual([]);
    expect(files.filter((file) => /\/index\.tsx?$/.test(file))).toEqual([]);
    expect(files.filter((file) => /^export \* from/m.test(textOf(file)))).toEqual([]);
  });
});

describe('The reader of imports', () => {
  test('sees what the bundler sees', async () => {
    const { metafile } = await build({
      entryPoints: files.filter((file) => file.endsWith('.ts')).map((file) => join(root, file)),
      absWorkingDir: root,
      bundle: true,
      packages: 'external',
      platform: 'node',
      format: 'esm',
      outdir: 'nowhere',
      write: false,
      metafile: true,
      logLevel: 'silent',
    });
    const bundled = Object.entries(metafile.inputs).flatMap(([from, input]) =>
      input.imports
        .filter(({ kind, original, external }) => kind !== 'require-call' && (original ?? external))
        .map(({ path }) => `${from} -> ${path}`),
    );
    const read = new Set(imports.map(({ from, to }) => `${from} -> ${to}`));
    expect(bundled.length).toBeGreaterThan(200);
    expect(
      bundled.filter((line) => /^(packages|functions|infra)\/.*\.ts ->/.test(line) && !read.has(line)),
    ).toEqual([]);
  });

  test('finds a circle', () => {
    const circle = [
      { from: 'a', to: 'b', typeOnly: false },
      { from: 'b', to: 'c', typeOnly: true },
      { from: 'c', to: 'b', typeOnly: false },
    ];
    expect(cycles(circle)).toEqual(['b -> c -> b']);
  });
});
