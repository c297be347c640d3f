import { spawn } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, globSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const root = fileURLToPath(new URL('../..', import.meta.url));
/** The synthesised cloud assembly that the local run executes: the stage `local`, apart from what is deployed. */
export const assemblyFolder = join(root, '.build', 'assembly');
const stampFile = join(root, '.build', 'stamp');

/**
 * Bundles the functions and synthesises the CDK app, unless nothing has changed since the last time.
 * @returns true when something was built
 */
export async function prepareAssembly(): Promise<boolean> {
  const stamp = stampOfSources();
  if (
    existsSync(join(assemblyFolder, 'manifest.json')) &&
    existsSync(stampFile) &&
    readFileSync(stampFile, 'utf8') === stamp
  )
    return false;
  await runNode('infra/build.ts', {});
  // The offline CloudFormation check belongs to `npm run synth`; it takes longer than the rest of the start.
  await runNode('infra/app.ts', {
    CDK_OUTDIR: assemblyFolder,
    CDK_VALIDATION: 'false',
    CDK_CONTEXT_JSON: contextOfApp(),
  });
  writeFileSync(stampFile, stamp);
  return true;
}

/** The context of cdk.json, as the CDK command line would hand it over, for the stage that runs here. */
const contextOfApp = () =>
  JSON.stringify({
    ...(JSON.parse(readFileSync(join(root, 'cdk.json'), 'utf8')) as { context: object }).context,
    stage: 'local',
  });

function stampOfSources(): string {
  const files = [
    'cdk.json',
    'package-lock.json',
    ...globSync('{infra,functions,packages}/**/*.{ts,json}', { cwd: root }),
  ].sort();
  const hash = createHash('sha256').update(process.version);
  for (const file of files) {
    const { size, mtimeMs } = statSync(join(root, file));
    hash.update(`${file} ${size} ${mtimeMs}\n`);
  }
  return hash.digest('hex');
}

function runNode(script: string, environment: Record<string, string>): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script], {
      cwd: root,
      env: { ...process.env, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let output = '';
    child.stdout.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      output += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) => (code === 0 ? resolve() : reject(new Error(`${script} failed:\n${output}`))));
  });
}
