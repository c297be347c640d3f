import type { Caller, Guard } from '../access/guard.ts';
import type { Role } from '../access/policies.ts';
import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import { createDueTimer } from '../due-timer.ts';
import type { Journal } from '../journal.ts';
import { type Json, type JsonObject, parseJson } from '../json.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { FunctionSpec } from '../lambda/function-specs.ts';
import type { Queues } from './queues.ts';

/** Table of what is still to be delivered. */
export const DELIVERIES_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS deliveries (
    id INTEGER PRIMARY KEY, delivery TEXT NOT NULL, attempts INTEGER NOT NULL DEFAULT 0, created REAL NOT NULL,
    due REAL NOT NULL)`,
  `CREATE INDEX IF NOT EXISTS deliveries_by_due ON deliveries (due)`,
];

/** Something to be handed over, at least once. */
export interface Delivery {
  /** `target`: what a rule or schedule sends somewhere · `invocation`: an asynchronous invocation of a function. */
  kind: 'target' | 'invocation';
  /** ARN of the target. */
  arn: string;
  payload: string;
  /** Rule, schedule or function that sends: ARN. */
  source: string;
  /** Service principal in whose name a target is called. */
  principal: string;
  /** Role the sender acts with, when it has one. */
  roleArn?: string;
  maxRetries: number;
  maxAgeSeconds: number;
  /** Queue for what cannot be delivered: ARN. */
  deadLetter?: string;
  /** A list of parameters that only this kind of target has, e.g. a state machine's execution name. */
  parameters?: JsonObject;
  caseKey?: string;
}

/** Keeps what must be handed over until it has been, or has been given up. */
export interface Deliveries {
  /** Writes deliveries down; they begin with the next commit. */
  add(deliveries: readonly Delivery[]): void;
  resume(): void;
  /** Deliveries due now or under way. */
  busy(): number;
  stop(): void;
}

/** Hands over to targets that are no functions. @throws Error when the target refuses */
export type TargetCall = (delivery: Delivery) => Promise<void>;

/** Surroundings. */
export interface DeliveriesOptions {
  journal: Journal;
  clock: MovableClock;
  counters: Counters;
  guard: Guard;
  queues: Queues;
  pool: FunctionPool;
  functions: ReadonlyMap<string, FunctionSpec>;
  target: TargetCall;
  log: (line: string) => void;
}

const LANES = 16;

/** Pause before the n-th retry. AWS takes minutes here; a person in front of one machine does not want to. */
function pause(attempt: number): number {
  return Math.min(1000 * 2 ** (attempt - 1), 60_000);
}

/** Deliveries kept in the journal. */
export function createDeliveries(options: DeliveriesOptions): Deliveries {
  const { journal, clock, counters, guard, queues, pool, functions, log } = options;
  const insert = journal.prepare('INSERT INTO deliveries (delivery, created, due) VALUES (?, ?, ?)');
  const dueNow = journal.prepare('SELECT * FROM deliveries WHERE due <= ? ORDER BY due, id LIMIT 200');
  const nextDue = journal.prepare('SELECT MIN(due) AS due FROM deliveries');
  const countDue = journal.prepare('SELECT COUNT(*) AS n FROM deliveries WHERE due <= ?');
  const again = journal.prepare('UPDATE deliveries SET attempts = ?, due = ? WHERE id = ?');
  const remove = journal.prepare('DELETE FROM deliveries WHERE id = ?');
  const running = new Set<number>();
  const waiting: Record<string, unknown>[] = [];
  const taken = new Set<number>();
  let stopped = false;
  const timer = createDueTimer(clock, look);

  function look(): void {
    if (stopped) return;
    for (const row of dueNow.all(clock.now())) {
      const id = Number(row.id);
      if (taken.has(id)) continue;
      taken.add(id);
      waiting.push(row);
    }
    while (running.size < LANES) {
      const row = waiting.shift();
      if (!row) break;
      void work(row);
    }
    if (running.size > 0) return;
    const due = nextDue.get()?.due;
    if (typeof due === 'number') timer.at(due);
  }

  async function work(row: Record<string, unknown>): Promise<void> {
    const id = Number(row.id);
    running.add(id);
    const delivery = JSON.parse(String(row.delivery)) as Delivery;
    let failure: { message: string; report?: string } | undefined;
    try {
      await journal.durable();
      failure = await handOver(delivery);
    } catch (error) {
      failure = { message: error instanceof Error ? error.message : String(error) };
    }
    if (stopped) return;
    const attempts = Number(row.attempts) + 1;
    const late = clock.now() - Number(row.created) >= delivery.maxAgeSeconds * 1000;
    journal.write(() => {
      if (failure === undefined) {
        remove.run(id);
      } else if (attempts > delivery.maxRetries || late) {
        remove.run(id);
        giveUp(delivery, attempts, failure);
      } else {
        again.run(attempts, clock.now() + pause(attempts), id);
      }
    });
    running.delete(id);
    taken.delete(id);
    look();
  }

  async function handOver(delivery: Delivery): Promise<{ message: string; report?: string } | undefined> {
    if (delivery.kind === 'target') {
      await options.target(delivery);
      return undefined;
    }
    const name = delivery.arn.split(':function:')[1] ?? delivery.arn;
    const caseKey = delivery.caseKey;
    const result = await pool.invoke(name, delivery.payload, { caseKey, waits: true });
    if (!result.failed) {
      const spec = functions.get(name);
      if (spec?.onSuccess) destination(spec, spec.onSuccess, delivery, 1, 'Success', result.payload);
      return undefined;
    }
    return { message: result.payload.slice(0, 1000), report: result.payload };
  }

  function giveUp(delivery: Delivery, attempts: number, failure: { message: string; report?: string }): void {
    const spec =
      delivery.kind === 'invocation' ? functions.get(delivery.arn.split(':function:')[1] ?? '') : undefined;
    log(`gave up ${delivery.arn} for ${delivery.source} after ${attempts} attempts: ${failure.message}`);
    if (spec?.onFailure) {
      const report = failure.report ?? '{}';
      destination(spec, spec.onFailure, delivery, attempts, 'RetriesExhausted', report);
      return;
    }
    const queue = queues.byArn(spec?.deadLetter ?? delivery.deadLetter ?? '');
    if (queue === undefined || !mayLeave(delivery, spec)) {
      counters.drop(delivery.caseKey);
      log(`lost: nothing takes what ${delivery.arn} could not do for ${delivery.source}`);
      return;
    }
    const attributes: Record<string, string> = spec
      ? { ErrorCode: '200', ErrorMessage: failure.message }
      : {
          [isScheduled(delivery) ? 'SCHEDULE_ARN' : 'RULE_ARN']: delivery.source,
          TARGET_ARN: delivery.arn,
          ERROR_MESSAGE: failure.message,
        };
    queues.send(queue, delivery.payload, { attributes, origin: originOf(delivery) });
    counters.message(delivery.caseKey);
  }

  /** A function and a schedule leave things with their own role, a rule by the queue's policy. */
  function mayLeave(delivery: Delivery, spec: FunctionSpec | undefined): boolean {
    if (spec) return maySend(spec, spec.deadLetter ?? '');
    const { source, principal, deadLetter = '', caseKey } = delivery;
    if (isScheduled(delivery))
      return maySend({ name: source, role: guard.role(delivery.roleArn) }, deadLetter);
    if (guard.maySend(deadLetter, principal, source)) return true;
    guard.refuse(
      source,
      'sqs:SendMessage',
      deadLetter,
      `the policy of ${deadLetter} does not let ${source} leave what failed`,
      caseKey,
    );
    return false;
  }

  /** Hands an outcome to a function's destination, with the function's own rights. */
  function destination(
    spec: FunctionSpec,
    arn: string,
    delivery: Delivery,
    attempts: number,
    condition: string,
    response: string,
  ): void {
    const body = JSON.stringify({
      version: '1.0',
      timestamp: new Date(clock.now()).toISOString(),
      requestContext: { functionArn: `${spec.arn}:$LATEST`, condition, approximateInvokeCount: attempts },
      requestPayload: parseJson(delivery.payload),
      responseContext: {
        statusCode: 200,
        executedVersion: '$LATEST',
        ...(condition === 'Success' ? {} : { functionError: 'Unhandled' }),
      },
      responsePayload: safeParse(response),
    });
    const queue = queues.byArn(arn);
    if (queue === undefined) {
      add([
        {
          ...delivery,
          kind: 'target',
          arn,
          payload: body,
          source: spec.arn,
          principal: 'lambda.amazonaws.com',
        },
      ]);
    } else if (maySend(spec, arn)) {
      queues.send(queue, body, { origin: originOf(delivery) });
      counters.message(delivery.caseKey);
    } else {
      counters.drop(delivery.caseKey);
    }
  }

  function maySend({ name, role }: { name: string; role?: Role | undefined }, queueArn: string): boolean {
    const caller: Caller = { name, caseKey: () => undefined, ...(role ? { role } : {}) };
    try {
      guard.demand(caller, [{ action: 'sqs:SendMessage', resource: queueArn }]);
      return true;
    } catch {
      return false;
    }
  }

  function add(deliveries: readonly Delivery[]): void {
    if (deliveries.length === 0) return;
    const now = clock.now();
    journal.write(() => {
      for (const delivery of deliveries) insert.run(JSON.stringify(delivery), now, now);
    });
    setImmediate(look);
  }

  return {
    add,
    resume: look,
    busy: () => running.size + Number(countDue.get(clock.now())?.n ?? 0),
    stop() {
      stopped = true;
      timer.stop();
    },
  };
}

const isScheduled = (delivery: Delivery) => delivery.principal === 'scheduler.amazonaws.com';

function originOf(delivery: Delivery): JsonObject {
  return { kind: 'delivery', delivery: JSON.parse(JSON.stringify(delivery)) as Json };
}

function safeParse(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
