// Runs inside a worker thread: one instance of one function, one invocation at a time.
import { openSync, writeSync } from 'node:fs';
import { createRequire, registerHooks } from 'node:module';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { parentPort, workerData } from 'node:worker_threads';

/** What an instance is told at its start. */
export interface InstanceData {
  folder: string;
  /** `file.export`, as in the template. */
  handler: string;
  logFile: string;
  clock: SharedArrayBuffer;
  functionName: string;
  functionArn: string;
  memoryMb: number;
}

/** Platform -> instance. */
export interface InvokeMessage {
  id: string;
  payload: string;
  /** Milliseconds that may pass before the platform ends this instance. */
  timeoutMs: number;
}

/** Instance -> platform: ready (or not), and results. */
export type InstanceMessage =
  | { kind: 'ready' }
  | { kind: 'unfit'; error: string }
  | { kind: 'result'; id: string; payload: string }
  | { kind: 'error'; id: string; error: string };

const data = workerData as InstanceData;
const port = parentPort;
if (!port) throw new Error('runs in a worker thread only');

function moveDate(shared: SharedArrayBuffer): void {
  const offset = new Float64Array(shared);
  const RealDate = Date;
  const now = () => RealDate.now() + (offset[0] ?? 0);
  function MovedDate(this: unknown, ...parts: unknown[]): Date | string {
    if (!new.target) return new RealDate(now()).toString();
    return Reflect.construct(RealDate, parts.length === 0 ? [now()] : parts, new.target);
  }
  MovedDate.prototype = RealDate.prototype;
  Object.assign(MovedDate, { UTC: RealDate.UTC, parse: RealDate.parse });
  Object.defineProperty(MovedDate, 'now', { value: now, writable: true, configurable: true });
  Object.defineProperty(RealDate.prototype, 'constructor', {
    value: MovedDate,
    writable: true,
    configurable: true,
  });
  Object.defineProperty(globalThis, 'Date', { value: MovedDate, writable: true, configurable: true });
}

function redirectOutput(file: string): void {
  const descriptor = openSync(file, 'a');
  const write = (chunk: unknown): boolean => {
    if (typeof chunk === 'string') writeSync(descriptor, chunk);
    else writeSync(descriptor, Buffer.from(chunk as Uint8Array));
    return true;
  };
  Object.defineProperty(process.stdout, 'write', { value: write });
  Object.defineProperty(process.stderr, 'write', { value: write });
}

type Handler = (event: unknown, context: unknown) => unknown;

async function loadHandler(): Promise<Handler> {
  const root = pathToFileURL(`${data.folder}/`).href;
  // The assets lie below our own package.json ("type": "module"); on Lambda nothing lies above them.
  registerHooks({
    load: (url, context, next) =>
      url.startsWith(root) && url.endsWith('.js') && !url.includes('/node_modules/')
        ? next(url, { ...context, format: 'commonjs' })
        : next(url, context),
  });
  const dot = data.handler.lastIndexOf('.');
  const file = join(data.folder, data.handler.slice(0, dot));
  const name = data.handler.slice(dot + 1);
  const require = createRequire(join(data.folder, 'index.js'));
  const module = await loadFirst(require, file);
  const handler = (module as Record<string, unknown>)[name];
  if (typeof handler !== 'function') throw new Error(`${data.handler} is undefined or not exported`);
  return handler as Handler;
}

async function loadFirst(require: NodeJS.Require, file: string): Promise<unknown> {
  try {
    return require(`${file}.js`);
  } catch (error) {
    if (!isMissing(error, `${file}.js`)) throw error;
  }
  try {
    return require(`${file}.cjs`);
  } catch (error) {
    if (!isMissing(error, `${file}.cjs`)) throw error;
  }
  return import(pathToFileURL(`${file}.mjs`).href);
}

function isMissing(error: unknown, file: string): boolean {
  return error instanceof Error && error.message.includes(`Cannot find module '${file}'`);
}

/** An error as Lambda reports it. */
function describe(error: unknown): string {
  if (!(error instanceof Error)) {
    return JSON.stringify({ errorType: typeof error, errorMessage: String(error), trace: [] });
  }
  return JSON.stringify({
    errorType: error.name || 'Error',
    errorMessage: error.message,
    trace: (error.stack ?? '').split('\n'),
  });
}

function contextOf(message: InvokeMessage): Record<string, unknown> {
  const end = performance.now() + message.timeoutMs;
  return {
    functionName: data.functionName,
    functionVersion: '$LATEST',
    invokedFunctionArn: data.functionArn,
    memoryLimitInMB: String(data.memoryMb),
    awsRequestId: message.id,
    logGroupName: `/aws/lambda/${data.functionName}`,
    logStreamName: 'local',
    callbackWaitsForEmptyEventLoop: true,
    getRemainingTimeInMillis: () => Math.max(0, end - performance.now()),
  };
}

moveDate(data.clock);
redirectOutput(data.logFile);

let handler: Handler;
try {
  handler = await loadHandler();
  port.on('message', (message: InvokeMessage) => void run(message));
  port.postMessage({ kind: 'ready' } satisfies InstanceMessage);
} catch (error) {
  console.error(error);
  port.postMessage({ kind: 'unfit', error: describe(error) } satisfies InstanceMessage);
}

async function run(message: InvokeMessage): Promise<void> {
  try {
    const result = await handler(JSON.parse(message.payload), contextOf(message));
    const payload = JSON.stringify(result) ?? 'null';
    port?.postMessage({ kind: 'result', id: message.id, payload } satisfies InstanceMessage);
  } catch (error) {
    console.error(`ERROR ${message.id}`, error);
    port?.postMessage({ kind: 'error', id: message.id, error: describe(error) } satisfies InstanceMessage);
  }
}
