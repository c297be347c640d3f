import { spawn } from 'node:child_process';
import { root } from '../../packages/cli/assembly.ts';

export interface ScriptResult {
  code: number | null;
  out: string;
  err: string;
}

/** Runs a script of the repository in a process of its own, as a user does. */
export function runScript(
  script: string,
  args: readonly string[],
  environment: Record<string, string>,
): Promise<ScriptResult> {
  return new Promise((resolve, reject) => {
    const child = spawn(process.execPath, [script, ...args], {
      cwd: root,
      env: { ...process.env, ...environment },
    });
    let out = '';
    let err = '';
    child.stdout.on('data', (chunk: Buffer) => {
      out += chunk.toString();
    });
    child.stderr.on('data', (chunk: Buffer) => {
      err += chunk.toString();
    });
    child.on('error', reject);
    child.on('exit', (code) => resolve({ code, out, err }));
  });
}
