import { mkdirSync } from 'node:fs';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { join, resolve } from 'node:path';
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises';
import { createGuard, type Denial } from './access/guard.ts';
import { resolveAssembly } from './assembly/assembly.ts';
import { physicalName } from './assembly/physical-names.ts';
import { readTemplates, type StackTemplate } from './assembly/templates.ts';
import { createClock, type MovableClock } from './clock.ts';
import { type Counters, createCounters } from './counters.ts';
import { lockData } from './data-lock.ts';
import { type RedriveResult, redriveQueue } from './dead-letters.ts';
import { startTableEngine } from './dynamodb/engine.ts';
import { prepareTables } from './dynamodb/tables.ts';
import { createBus } from './events/bus.ts';
import { consumeStreams } from './events/consume-streams.ts';
import { createDeliveries, DELIVERIES_SCHEMA, type Deliveries } from './events/deliveries.ts';
import { type QueueConsumer, startQueueConsumer } from './events/queue-consumer.ts';
import { readQueueMappings } from './events/queue-mappings.ts';
import { createQueues, type Message, QUEUES_SCHEMA } from './events/queues.ts';
import { createSchedules, SCHEDULES_SCHEMA } from './events/schedules.ts';
import { STREAMS_SCHEMA, type StreamConsumer } from './events/stream-consumer.ts';
import { readStreamMappings } from './events/stream-mappings.ts';
import { createTargetCall, invocation } from './events/targets.ts';
import { BUCKETS_SCHEMA, createBuckets } from './files/buckets.ts';
import { serveDynamodb } from './gateway/dynamodb.ts';
import { type FaultInjector, openGateway } from './gateway/gateway.ts';
import { serveEvents, serveQueues } from './gateway/messaging.ts';
import { serveObjects } from './gateway/objects.ts';
import { ServiceError } from './gateway/service-error.ts';
import { serveStepFunctions } from './gateway/step-functions.ts';
import { type HttpApi, openApi, readApi } from './http/api.ts';
import { localKeys, readAuthorizers, remoteKeys } from './http/authorizer.ts';
import { type LocalUser, openIssuer, readClients } from './http/issuer.ts';
import { ISSUER_SCHEMA } from './http/issuer-store.ts';
import { openJournal } from './journal.ts';
import { asObject, asString } from './json.ts';
import { createFunctionPool, type FunctionPool } from './lambda/function-pool.ts';
import { readFunctionSpecs } from './lambda/function-specs.ts';
import { type Executions, readExecutions } from './states/executions.ts';
import { readMachines } from './states/machines.ts';
import { createRunner, type Runner } from './states/runner.ts';
import { createTaskCaller } from './states/service-tasks.ts';
import { STATES_SCHEMA } from './states/store.ts';

export type { LocalUser } from './http/issuer.ts';
export type { Executions } from './states/executions.ts';

/** How to run an assembly. */
export interface PlatformOptions {
  /** Folder with `manifest.json`. */
  assembly: string;
  /** Folder for table, journal, logs and keys; made when missing. */
  data: string;
  /** Port of the (first) HTTP API; default any free one. */
  apiPort?: number;
  gatewayPort?: number;
  issuerPort?: number;
  users?: LocalUser[];
  /** Asked for logins that are not among `users`. */
  verifyUser?: (login: string, password: string) => boolean | Promise<boolean>;
  logger?: (line: string) => void;
  /** Lets calls of functions and of state machines go wrong, for tests. */
  faults?: FaultInjector;
  /** Answers requests to the API that no route takes, e.g. the console's files; false means 404. */
  site?: (request: IncomingMessage, response: ServerResponse) => boolean;
  /** Batching windows of streams end after this time at the latest; default: as the template says. */
  longestWindowMs?: number;
  /** Instances of one function at a time; default 3. */
  instancesPerFunction?: number;
}

/** A running platform. */
export interface Platform {
  apiUrl: string;
  issuerUrl: string;
  gatewayUrl: string;
  /** Environment for AWS clients and tools that may do everything. */
  operatorEnv: Record<string, string>;
  /** Outputs of the stacks. */
  outputs: Record<string, string>;
  /** Resource types of the templates that are not executed here -> how many. */
  notExecuted: Record<string, number>;
  counters: Counters;
  clock: Pick<MovableClock, 'now' | 'advance'>;
  executions: Executions;
  /** Calls that were refused because no policy grants them. */
  denials(): Denial[];
  /** Next run of each schedule. */
  schedules(): Record<string, number | undefined>;
  /** Invokes a function as the operator. */
  invoke(functionName: string, event: unknown): Promise<{ payload: string; failed?: string }>;
  /** Messages lying in queues, by queue. */
  deadLetters(): Record<string, Message[]>;
  redrive(queue: string): Promise<RedriveResult>;
  /**
   * Resolves when nothing is left to do at the present time of the clock, other than what batching windows gather.
   * @throws Error naming what is busy
   */
  quiet(timeoutMs?: number): Promise<void>;
  /** The same with nothing left in a batching window or delayed in a queue: both end early. */
  idle(timeoutMs?: number): Promise<void>;
  stop(): Promise<void>;
}

const SETTINGS_SCHEMA = [
  'CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
];

/** Executes a cloud assembly on this machine. */
export async function startPlatform(options: PlatformOptions): Promise<Platform> {
  const data = resolve(options.data);
  mkdirSync(data, { recursive: true });
  const log = options.logger ?? (() => undefined);
  const undo: (() => void | Promise<void>)[] = [lockData(data)];
  try {
    return await start(options, data, log, undo);
  } catch (error) {
    for (const step of undo.reverse()) await Promise.resolve(step()).catch(() => undefined);
    throw error;
  }
}

async function start(
  options: PlatformOptions,
  data: string,
  log: (line: string) => void,
  undo: (() => void | Promise<void>)[],
): Promise<Platform> {
  const stacks = readTemplates(resolve(options.assembly));
  const starting = startTableEngine(data);
  starting.catch(() => undefined);
  undo.push(() => starting.then((engine) => engine.stop()));

  const journal = openJournal(join(data, 'journal.db'), [
    ...SETTINGS_SCHEMA,
    ...STATES_SCHEMA,
    ...QUEUES_SCHEMA,
    ...BUCKETS_SCHEMA,
    ...DELIVERIES_SCHEMA,
    ...STREAMS_SCHEMA,
    ...SCHEDULES_SCHEMA,
    ...ISSUER_SCHEMA,
  ]);
  undo.push(() => journal.close());
  const offset = Number(
    journal.prepare(`SELECT value FROM settings WHERE name = 'clock-offset'`).get()?.value ?? 0,
  );
  const clock = createClock(offset);
  const saveOffset = journal.prepare(
    `INSERT INTO settings (name, value) VALUES ('clock-offset', ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value`,
  );
  clock.onMove(() => {
    const moved = new Float64Array(clock.shared)[0] ?? 0;
    journal.write(() => saveOffset.run(String(moved)));
  });
  const counters = createCounters();

  const gateway = await openGateway(options.gatewayPort ?? 0, clock.now);
  undo.push(() => gateway.close());
  const issuer = await openIssuer({
    port: options.issuerPort ?? 0,
    data,
    journal,
    users: options.users ?? [],
    verifyUser: options.verifyUser,
  });
  undo.push(() => issuer.close());
  let pool: FunctionPool | undefined;
  const thePool = () => required(pool);
  const apis = new Map<string, HttpApi>();
  for (const [index, id] of apiIds(stacks).entries()) {
    const api = await openApi(index === 0 ? (options.apiPort ?? 0) : 0, {
      pool: thePool,
      now: clock.now,
      log,
      fallback: index === 0 ? options.site : undefined,
    });
    undo.push(() => api.close());
    apis.set(id, api);
  }

  const assembly = resolveAssembly(stacks, {
    gatewayUrl: gateway.url,
    issuerUrl: issuer.url,
    apiUrl: (id) => apis.get(id)?.url ?? '',
  });
  const guard = createGuard(assembly, counters, clock.now, log);
  const specs = readFunctionSpecs(assembly, guard, data);
  const functions = new Map(specs.map((spec) => [spec.name, spec]));
  const longestWindowMs = options.longestWindowMs ?? Number.POSITIVE_INFINITY;
  const mappings = readStreamMappings(assembly, functions, guard).map((mapping) => ({
    ...mapping,
    windowMs: Math.min(mapping.windowMs, longestWindowMs),
  }));
  const queues = createQueues(assembly, journal, clock);
  const buckets = createBuckets(assembly, journal, clock, join(data, 'files'));

  pool = createFunctionPool(specs, {
    logs: join(data, 'logs'),
    compiled: join(options.assembly, '..', 'compiled'),
    clock,
    counters,
    guard,
    environment: clientEnvironment(gateway.url, assembly.region),
    ...(options.instancesPerFunction === undefined
      ? {}
      : { instancesPerFunction: options.instancesPerFunction }),
  });

  const engine = await starting;
  const tables = await prepareTables(assembly, engine);
  const consumers: StreamConsumer[] = [];
  const queueConsumers: QueueConsumer[] = [];
  const dynamodb = serveDynamodb(assembly, tables, engine, guard, counters, () => {
    for (const consumer of consumers) consumer.poke();
  });

  let deliveries: Deliveries | undefined;
  let runner: Runner | undefined;
  const theDeliveries = () => required(deliveries);
  const theRunner = () => required(runner);
  const bus = createBus(assembly, clock, counters, theDeliveries);
  runner = createRunner({
    journal,
    clock,
    counters,
    machines: readMachines(assembly, guard),
    log,
    tasks: createTaskCaller({
      guard,
      journal,
      pool: thePool(),
      functions,
      dynamodb,
      bus,
      queues,
      runner: theRunner,
      deliveries: theDeliveries,
      onMessage: (caseKey) => counters.message(caseKey),
      ...(options.faults ? { fault: options.faults } : {}),
    }),
  });
  deliveries = createDeliveries({
    journal,
    clock,
    counters,
    guard,
    queues,
    pool,
    functions,
    target: createTargetCall({ guard, counters, queues, bus, runner, deliveries: theDeliveries, functions }),
    log,
  });
  const schedules = createSchedules(assembly, journal, clock, bus, deliveries);
  const streams = new Map<string, string>();
  for (const { stream } of tables.values()) {
    if (stream) streams.set(stream.declaredArn, stream.engineArn);
  }
  undo.push(async () => {
    schedules.stop();
    theDeliveries().stop();
    theRunner().close();
    for (const consumer of queueConsumers) consumer.stop();
    const ended = consumers.map((consumer) => consumer.stop());
    await thePool().stop();
    await Promise.all(ended);
  });

  const operatorKey = guard.issueKey({ name: 'operator', caseKey: () => undefined });
  gateway.serve({
    guard,
    dynamodb,
    json: {
      AWSStepFunctions: serveStepFunctions(theRunner, journal, guard),
      AWSEvents: serveEvents(bus, journal, guard),
      AmazonSQS: serveQueues(queues, journal, guard, counters, gateway.url),
    },
    objects: serveObjects(buckets, guard, clock.now),
    async invoke(given, payload, type, caller) {
      const name = (given.split(':function:').at(-1) ?? '').split(':')[0] ?? '';
      const spec = functions.get(name);
      if (!spec) throw new ServiceError('ResourceNotFoundException', `Function not found: ${given}`, 404);
      guard.demand(caller, [{ action: 'lambda:InvokeFunction', resource: spec.arn }]);
      const body = payload === '' ? '{}' : payload;
      if (type === 'RequestResponse') return thePool().invoke(name, body, { caseKey: caller.caseKey() });
      if (type === 'Event') {
        theDeliveries().add([invocation(spec, body, caller.name, caller.caseKey())]);
        await journal.durable();
      }
      return { payload: '' };
    },
    ...(options.faults ? { fault: options.faults } : {}),
  });
  issuer.serve(readClients(assembly));
  const keys = localKeys(issuer.jwks);
  const authorizers = readAuthorizers(
    assembly,
    (url) => (url === issuer.url ? keys : remoteKeys(url)),
    Date.now,
  );
  for (const resource of assembly.all('AWS::ApiGatewayV2::Api')) {
    apis.get(resource.name)?.serve(readApi(resource, assembly, authorizers, guard));
  }

  const consuming = { journal, clock, counters, queues, pool, log };
  consumers.push(...consumeStreams(mappings, streams, engine, consuming));
  queueConsumers.push(
    ...readQueueMappings(assembly, functions, guard).map((mapping) => startQueueConsumer(mapping, consuming)),
  );
  deliveries.resume();
  runner.resume();
  schedules.resume();
  if (Object.keys(assembly.notExecuted).length > 0)
    log(`not executed here: ${JSON.stringify(assembly.notExecuted)}`);

  function busy(): string[] {
    const parts: [string, number | boolean][] = [
      ['functions', thePool().busy()],
      ['executions', theRunner().busy()],
      ['deliveries', theDeliveries().busy()],
      ['requests', [...apis.values()].some((api) => api.busy() > 0)],
      ...consumers.map((consumer): [string, boolean] => [`stream ${consumer.mapping.id}`, consumer.busy()]),
      ...queueConsumers.map((one): [string, boolean] => [`queue ${one.mapping.queue}`, one.busy()]),
    ];
    return parts
      .filter(([, value]) => value === true || (typeof value === 'number' && value > 0))
      .map(([name]) => name);
  }

  async function quiet(timeoutMs = 30_000): Promise<void> {
    const limit = Date.now() + timeoutMs;
    for (let still = 0; still < 3; ) {
      const names = busy();
      still = names.length === 0 ? still + 1 : 0;
      if (names.length > 0 && Date.now() > limit) throw new Error(`still busy: ${names.join(', ')}`);
      await (names.length === 0 ? turn() : sleep(3));
    }
  }

  return {
    apiUrl: [...apis.values()][0]?.url ?? '',
    issuerUrl: issuer.url,
    gatewayUrl: gateway.url,
    operatorEnv: {
      ...clientEnvironment(gateway.url, assembly.region),
      AWS_ACCESS_KEY_ID: operatorKey,
      AWS_SECRET_ACCESS_KEY: 'local',
    },
    outputs: assembly.outputs,
    notExecuted: assembly.notExecuted,
    counters,
    clock,
    executions: readExecutions(runner),
    denials: guard.denials,
    schedules: () => schedules.next(),
    invoke: (name, event) => thePool().invoke(name, JSON.stringify(event)),
    deadLetters: () => Object.fromEntries(queues.names().map((name) => [name, queues.list(name)])),
    redrive: (queue) =>
      redriveQueue(queue, {
        queues,
        deliveries: theDeliveries(),
        journal,
        pool: thePool(),
        engine,
        mappings,
        streams,
      }),
    quiet,
    async idle(timeoutMs = 30_000) {
      const limit = Date.now() + timeoutMs;
      await quiet(timeoutMs);
      for (;;) {
        const gathered = consumers.filter((consumer) => consumer.gathers());
        for (const consumer of gathered) consumer.closeWindow();
        if (!queues.endDelays() && gathered.length === 0) return;
        await quiet(Math.max(limit - Date.now(), 0));
      }
    },
    async stop() {
      for (const step of undo.splice(0).reverse()) await step();
    },
  };
}

function required<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('the platform is not started yet');
  return value;
}

function clientEnvironment(gatewayUrl: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: gatewayUrl,
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_ACCOUNT_ID_ENDPOINT_MODE: 'disabled',
  };
}

/** Physical ids of the HTTP APIs, known before anything is resolved: their addresses are needed for that. */
function apiIds(stacks: readonly StackTemplate[]): string[] {
  const ids: string[] = [];
  for (const stack of stacks) {
    for (const [logicalId, value] of Object.entries(asObject(stack.template.Resources))) {
      const type = asString(asObject(value).Type) ?? '';
      if (type !== 'AWS::ApiGatewayV2::Api') continue;
      const { account, region, partition } = stack;
      ids.push(
        physicalName({
          stack: stack.name,
          logicalId,
          type,
          account,
          region,
          partition,
          property: () => undefined,
        }),
      );
    }
  }
  return ids;
}
