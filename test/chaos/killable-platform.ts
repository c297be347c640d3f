import { type ChildProcess, spawn } from 'node:child_process';
import { createServer } from 'node:net';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface PlatformReady {
  apiUrl: string;
  issuerUrl: string;
  clientId: string;
  tableName: string;
  operatorEnv: Record<string, string>;
}

export type KillablePlatform = Awaited<ReturnType<typeof killablePlatform>>;

/** A platform that can be killed at any moment and started again at the same addresses on the same data. */
export async function killablePlatform(data: string) {
  const [apiPort, issuerPort] = [await freePort(), await freePort()];
  let child: ChildProcess | undefined;
  return {
    async start(): Promise<PlatformReady> {
      const started = spawn(
        process.execPath,
        [
          fileURLToPath(new URL('platform-process.ts', import.meta.url)),
          data,
          String(apiPort),
          String(issuerPort),
        ],
        // A group of its own, so that a kill can take the table engine with it as a power cut would.
        { stdio: ['pipe', 'pipe', 'inherit'], detached: true },
      );
      child = started;
      if (!started.stdout) throw new Error('the platform has no output');
      for await (const line of createInterface({ input: started.stdout }))
        return JSON.parse(line) as PlatformReady;
      throw new Error(`the platform ended before it was ready (${started.exitCode ?? started.signalCode})`);
    },
    /** kill -9 of the platform alone, or of the platform together with its table engine. */
    async kill(whole: boolean): Promise<void> {
      if (!child?.pid) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      process.kill(whole ? -child.pid : child.pid, 'SIGKILL');
      await gone;
    },
    /** The platform's clock goes on. */
    advance(milliseconds: number): void {
      child?.stdin?.write(`${milliseconds}\n`);
    },
    async stop(): Promise<void> {
      if (!child?.pid || child.exitCode !== null || child.signalCode !== null) return;
      const gone = new Promise((resolve) => child?.once('exit', resolve));
      child.kill('SIGTERM');
      await gone;
    },
  };
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() =>
        address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port')),
      );
    });
  });
}
