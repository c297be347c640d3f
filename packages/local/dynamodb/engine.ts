import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, existsSync, openSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createServer } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Pool } from 'undici';
import { type JsonObject, parseJson } from '../json.ts';
import { indexStreamRecords } from './stream-index.ts';

/** An answer of the table engine, unparsed. */
export interface EngineAnswer {
  status: number;
  body: string;
}

/** The embedded DynamoDB: dynoxide on a file, or whatever `STATIONKEEPER_DYNAMODB_ENDPOINT` names. */
export interface TableEngine {
  /** Forwards a request body as it is; `streams` selects the DynamoDB Streams API. */
  forward(operation: string, body: string | Buffer, streams?: boolean): Promise<EngineAnswer>;
  /** A call of our own. @throws EngineError when the engine answers with an error */
  call(operation: string, input: JsonObject, streams?: boolean): Promise<JsonObject>;
  stop(): Promise<void>;
}

/** The engine's refusal of one of our own calls, with the DynamoDB error code. */
export class EngineError extends Error {
  override readonly name = 'EngineError';
  readonly code: string;
  constructor(code: string, message: string) {
    super(`${code}: ${message}`);
    this.code = code;
  }
}

/** This system has no table engine; the message says what helps. */
export class TableEngineMissing extends Error {
  override readonly name = 'TableEngineMissing';
}

const HEADERS = {
  'content-type': 'application/x-amz-json-1.0',
  'x-amz-date': '20260101T000000Z',
  authorization:
    'AWS4-HMAC-SHA256 Credential=local/20260101/us-east-1/dynamodb/aws4_request, SignedHeaders=host, Signature=none',
};

/** Starts the engine on `<data>/table.db`, first ending one that a killed platform left behind. */
export async function startTableEngine(data: string): Promise<TableEngine> {
  const given = process.env.STATIONKEEPER_DYNAMODB_ENDPOINT;
  if (given) return connect(given, async () => undefined);

  const pidFile = join(data, 'dynoxide.pid');
  const database = join(data, 'table.db');
  await endOrphan(pidFile, database);
  const port = await freePort();
  const log = openSync(join(data, 'dynoxide.log'), 'a');
  const child = spawn(
    findBinary(),
    ['serve', '--host', '127.0.0.1', '--port', String(port), '--db-path', database],
    { stdio: ['ignore', log, log] },
  );
  closeSync(log);
  let ended: string | undefined;
  child.once('exit', (code, signal) => {
    ended = `dynoxide ended (${code ?? signal}), see dynoxide.log`;
  });
  child.once('error', (error) => {
    ended = `dynoxide cannot be started: ${error.message}`;
  });
  if (child.pid !== undefined) writeFileSync(pidFile, String(child.pid));
  const engine = connect(`http://127.0.0.1:${port}`, async () => {
    await end(child);
    rmSync(pidFile, { force: true });
  });
  for (const limit = Date.now() + 10_000; ; ) {
    if (ended) throw new Error(ended);
    const answer = await engine.forward('ListTables', '{}').catch(() => undefined);
    if (answer?.status === 200) {
      indexStreamRecords(database);
      return engine;
    }
    if (Date.now() > limit) throw new Error('dynoxide does not answer');
    await sleep(15);
  }
}

function connect(endpoint: string, onStop: () => Promise<void>): TableEngine {
  const pool = new Pool(endpoint, { connections: 32, pipelining: 1 });
  const forward: TableEngine['forward'] = async (operation, body, streams = false) => {
    const { statusCode, body: answer } = await pool.request({
      path: '/',
      method: 'POST',
      headers: {
        ...HEADERS,
        'x-amz-target': `${streams ? 'DynamoDBStreams_20120810' : 'DynamoDB_20120810'}.${operation}`,
      },
      body,
    });
    return { status: statusCode, body: await answer.text() };
  };
  return {
    forward,
    async call(operation, input, streams) {
      const answer = await forward(operation, JSON.stringify(input), streams);
      const body = parseJson(answer.body) as JsonObject;
      if (answer.status === 200) return body;
      const code = String(body.__type ?? 'InternalServerError').replace(/^.*#/, '');
      throw new EngineError(code, String(body.message ?? body.Message ?? ''));
    },
    async stop() {
      await pool.destroy();
      await onStop();
    },
  };
}

function findBinary(): string {
  const require = createRequire(import.meta.url);
  const file = process.platform === 'win32' ? 'dynoxide.exe' : 'dynoxide';
  try {
    const manifest = require.resolve(`@dynoxide/${process.platform}-${process.arch}/package.json`);
    const path = join(manifest, '..', file);
    if (existsSync(path)) return path;
  } catch {
    // No package for this system: the PATH may have one.
  }
  for (const folder of (process.env.PATH ?? '').split(delimiter)) {
    const path = join(folder, file);
    if (existsSync(path)) return path;
  }
  throw new TableEngineMissing(
    `no dynoxide for ${process.platform}-${process.arch}: install one on the PATH or set STATIONKEEPER_DYNAMODB_ENDPOINT`,
  );
}

/** Ends the process named in the pid file, but only when it verifiably is dynoxide on this very database. */
async function endOrphan(pidFile: string, database: string): Promise<void> {
  if (!existsSync(pidFile)) return;
  const pid = Number(readFileSync(pidFile, 'utf8'));
  const isOurs = () => {
    try {
      const command = readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
      return command.includes(database) && (command[0] ?? '').includes('dynoxide');
    } catch {
      return false;
    }
  };
  for (const signal of ['SIGTERM', 'SIGKILL'] as const) {
    if (!isOurs()) break;
    process.kill(pid, signal);
    for (let wait = 0; wait < 200 && isOurs(); wait += 1) await sleep(10);
  }
  rmSync(pidFile, { force: true });
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const gone = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  const forced = setTimeout(() => child.kill('SIGKILL'), 3000);
  await gone;
  clearTimeout(forced);
}

/** A port nobody listens on right now. */
async function freePort(): Promise<number> {
  const probe = createServer();
  await new Promise<void>((resolve) => probe.listen(0, '127.0.0.1', resolve));
  const address = probe.address();
  await new Promise((resolve) => probe.close(resolve));
  if (address === null || typeof address === 'string') throw new Error('no free port');
  return address.port;
}
