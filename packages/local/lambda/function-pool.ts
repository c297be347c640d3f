import { randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import type { Caller, Guard } from '../access/guard.ts';
import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import { ServiceError } from '../gateway/service-error.ts';
import type { FunctionSpec } from './function-specs.ts';
import type { InstanceData, InstanceMessage, InvokeMessage } from './worker.ts';

/** What an invocation gave: the payload, and `failed` when it is an error report. */
export interface InvokeResult {
  payload: string;
  failed?: 'Unhandled';
}

/** How an invocation came about. */
export interface InvokeOptions {
  caseKey?: string | undefined;
  /** Asynchronous sources wait for a free instance; a synchronous call beyond the reserved concurrency is refused. */
  waits?: boolean;
}

/** Runs functions in worker threads. */
export interface FunctionPool {
  /** @throws ServiceError ResourceNotFoundException, RequestTooLargeException, TooManyRequestsException */
  invoke(name: string, payload: string, options?: InvokeOptions): Promise<InvokeResult>;
  has(name: string): boolean;
  /** Invocations running or waiting. */
  busy(): number;
  stop(): Promise<void>;
}

/** Surroundings of the pool. */
export interface PoolOptions {
  logs: string;
  /** Folder of compiled code, which spares a third of what an instance takes to load. */
  compiled: string;
  clock: MovableClock;
  counters: Counters;
  guard: Guard;
  environment: Record<string, string>;
  /** Instances of one function at a time; default 3 (two cores). */
  instancesPerFunction?: number;
  /** Idle instances are ended, oldest first, above this many in all; default 40. */
  instancesKept?: number;
}

interface Job {
  message: InvokeMessage;
  caseKey: string | undefined;
  resolve(result: InvokeResult): void;
}

interface Instance {
  worker: Worker;
  key: string;
  job?: Job | undefined;
  timer?: NodeJS.Timeout | undefined;
  ready: boolean;
  ended: boolean;
  idleSince: number;
}

interface RunningFunction {
  spec: FunctionSpec;
  instances: Set<Instance>;
  queue: Job[];
}

const SYNC_LIMIT = 6 * 1024 * 1024;
const INIT_LIMIT_MS = 10_000;
const SLOT = '{"errorType":"Runtime.ExitError","errorMessage":"the instance was ended"}';

/** A pool over the functions of the assembly; nothing is loaded before its first invocation. */
export function createFunctionPool(specs: readonly FunctionSpec[], options: PoolOptions): FunctionPool {
  mkdirSync(options.logs, { recursive: true });
  const functions = new Map<string, RunningFunction>(
    specs.map((spec) => [spec.name, { spec, instances: new Set(), queue: [] }]),
  );
  const perFunction = options.instancesPerFunction ?? 3;
  const kept = options.instancesKept ?? 40;
  let running = 0;
  let alive = 0;
  let stopped = false;

  function limitOf(entry: RunningFunction): number {
    return entry.spec.reserved === undefined ? perFunction : Math.min(perFunction, entry.spec.reserved);
  }

  function start(entry: RunningFunction): void {
    const { spec } = entry;
    const caller: Caller = {
      name: spec.name,
      ...(spec.role ? { role: spec.role } : { role: { name: 'none', arn: 'no role', statements: [] } }),
      caseKey: () => instance.job?.caseKey,
    };
    const key = options.guard.issueKey(caller);
    const workerData: InstanceData = {
      folder: spec.folder,
      handler: spec.handler,
      logFile: join(options.logs, `${spec.name}.log`),
      clock: options.clock.shared,
      functionName: spec.name,
      functionArn: spec.arn,
      memoryMb: spec.memoryMb,
    };
    const worker = new Worker(new URL('./worker.ts', import.meta.url), {
      workerData,
      env: {
        ...options.environment,
        ...spec.environment,
        PATH: process.env.PATH ?? '',
        NODE_COMPILE_CACHE: options.compiled,
        TZ: ':UTC',
        AWS_LAMBDA_FUNCTION_NAME: spec.name,
        AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
        AWS_LAMBDA_FUNCTION_MEMORY_SIZE: String(spec.memoryMb),
        AWS_LAMBDA_LOG_GROUP_NAME: `/aws/lambda/${spec.name}`,
        LAMBDA_TASK_ROOT: spec.folder,
        AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
        AWS_ACCESS_KEY_ID: key,
        AWS_SECRET_ACCESS_KEY: 'local',
        AWS_SESSION_TOKEN: 'local',
      },
      execArgv: [],
      stdout: true,
      stderr: true,
      resourceLimits: { maxOldGenerationSizeMb: Math.max(64, spec.memoryMb) },
    });
    const instance: Instance = { worker, key, ready: false, ended: false, idleSince: 0 };
    entry.instances.add(instance);
    alive += 1;
    instance.timer = setTimeout(
      () => finish(entry, instance, unhandled('Sandbox.Timedout', 'the function did not load in time')),
      INIT_LIMIT_MS,
    );
    worker.on('message', (message: InstanceMessage) => hear(entry, instance, message));
    worker.on('error', (error) => finish(entry, instance, unhandled(error.name, error.message)));
    worker.on('exit', (code) =>
      finish(entry, instance, unhandled('Runtime.ExitError', `the runtime exited with ${code}`)),
    );
    worker.unref();
  }

  function hear(entry: RunningFunction, instance: Instance, message: InstanceMessage): void {
    if (message.kind === 'ready') {
      clearTimeout(instance.timer);
      instance.ready = true;
      rest(entry, instance);
      return;
    }
    if (message.kind === 'unfit') {
      finish(entry, instance, { payload: message.error, failed: 'Unhandled' });
      return;
    }
    const job = instance.job;
    if (!job || job.message.id !== message.id) return;
    clearTimeout(instance.timer);
    instance.job = undefined;
    settle(job, resultOf(message));
    rest(entry, instance);
  }

  function resultOf(message: InstanceMessage): InvokeResult {
    if (message.kind === 'error') return { payload: message.error, failed: 'Unhandled' };
    const payload = message.kind === 'result' ? message.payload : 'null';
    return payload.length > SYNC_LIMIT
      ? unhandled('Function.ResponseSizeTooLarge', `Response payload size exceeded ${SYNC_LIMIT} bytes`)
      : { payload };
  }

  /** The instance is free: give it the next job, or keep it for a while. */
  function rest(entry: RunningFunction, instance: Instance): void {
    const next = entry.queue.shift();
    if (next) {
      assign(entry, instance, next);
      return;
    }
    instance.idleSince = performance.now();
    trim();
  }

  function assign(entry: RunningFunction, instance: Instance, job: Job): void {
    const { spec } = entry;
    instance.job = job;
    options.counters.invocation(spec.name, job.caseKey);
    instance.timer = setTimeout(() => {
      const seconds = (spec.timeoutMs / 1000).toFixed(2);
      finish(entry, instance, unhandled('Sandbox.Timedout', `Task timed out after ${seconds} seconds`));
    }, spec.timeoutMs);
    instance.worker.postMessage(job.message);
  }

  /** The instance is gone: its job fails, waiting jobs get a new instance. */
  function finish(entry: RunningFunction, instance: Instance, result: InvokeResult): void {
    if (instance.ended) return;
    instance.ended = true;
    clearTimeout(instance.timer);
    entry.instances.delete(instance);
    alive -= 1;
    options.guard.revokeKey(instance.key);
    void instance.worker.terminate();
    // An instance that never became ready fails the invocation it was started for.
    const job = instance.job ?? (instance.ready ? undefined : entry.queue.shift());
    if (job) {
      if (!instance.ready) options.counters.invocation(entry.spec.name, job.caseKey);
      settle(job, result);
    }
    if (!stopped) scale(entry);
  }

  function settle(job: Job, result: InvokeResult): void {
    running -= 1;
    job.resolve(result);
  }

  function scale(entry: RunningFunction): void {
    if (entry.queue.length === 0 || entry.instances.size >= limitOf(entry)) return;
    const starting = [...entry.instances].filter((instance) => !instance.ready).length;
    if (starting === 0) start(entry);
  }

  function trim(): void {
    if (alive <= kept) return;
    const idle: { entry: RunningFunction; instance: Instance }[] = [];
    for (const entry of functions.values()) {
      for (const instance of entry.instances) {
        if (instance.ready && !instance.job) idle.push({ entry, instance });
      }
    }
    idle.sort((a, b) => a.instance.idleSince - b.instance.idleSince);
    for (const { entry, instance } of idle.slice(0, alive - kept)) finish(entry, instance, { payload: SLOT });
  }

  return {
    has: (name) => functions.has(name),
    busy: () => running,
    invoke(name, payload, { caseKey, waits = false } = {}) {
      const entry = functions.get(name);
      if (!entry) {
        return Promise.reject(
          new ServiceError('ResourceNotFoundException', `Function not found: ${name}`, 404),
        );
      }
      if (payload.length > SYNC_LIMIT) {
        return Promise.reject(
          new ServiceError(
            'RequestTooLargeException',
            `Request must be smaller than ${SYNC_LIMIT} bytes`,
            413,
          ),
        );
      }
      const { reserved } = entry.spec;
      const active = entry.queue.length + [...entry.instances].filter((instance) => instance.job).length;
      if (reserved !== undefined && (reserved === 0 || (!waits && active >= reserved))) {
        return Promise.reject(new ServiceError('TooManyRequestsException', 'Rate Exceeded.', 429));
      }
      return new Promise((resolve) => {
        running += 1;
        const message = { id: randomUUID(), payload, timeoutMs: entry.spec.timeoutMs };
        const job: Job = { message, caseKey, resolve };
        for (const instance of entry.instances) {
          if (instance.ready && !instance.job && !instance.ended) return assign(entry, instance, job);
        }
        entry.queue.push(job);
        scale(entry);
      });
    },
    async stop() {
      stopped = true;
      const workers: Promise<number>[] = [];
      for (const entry of functions.values()) {
        const jobs = entry.queue.splice(0);
        for (const instance of entry.instances) {
          if (instance.job) jobs.push(instance.job);
          instance.ended = true;
          clearTimeout(instance.timer);
          workers.push(instance.worker.terminate());
        }
        entry.instances.clear();
        for (const job of jobs) settle(job, { payload: SLOT, failed: 'Unhandled' });
      }
      await Promise.all(workers);
    },
  };
}

function unhandled(errorType: string, errorMessage: string): InvokeResult {
  return { payload: JSON.stringify({ errorType, errorMessage }), failed: 'Unhandled' };
}
