import type { TableEngine } from './dynamodb/engine.ts';
import type { Deliveries, Delivery } from './events/deliveries.ts';
import type { Message, Queues } from './events/queues.ts';
import { createStreamReader, sequenceOf } from './events/stream-consumer.ts';
import type { StreamMapping } from './events/stream-mappings.ts';
import type { Journal } from './journal.ts';
import { asList, asObject, asString, type JsonObject, parseJson } from './json.ts';
import type { FunctionPool } from './lambda/function-pool.ts';

/** What a redrive did. */
export interface RedriveResult {
  /** Handed over again. */
  redriven: number;
  /** Tried and failed again, or of unknown origin: still in the queue. */
  left: number;
}

/** Surroundings. */
export interface DeadLetterOptions {
  queues: Queues;
  deliveries: Deliveries;
  journal: Journal;
  pool: FunctionPool;
  engine: TableEngine;
  mappings: readonly StreamMapping[];
  /** Declared stream ARN -> the engine's. */
  streams: ReadonlyMap<string, string>;
}

/** Gives every message of a dead-letter queue another chance: deliveries are repeated, messages put back, stream records read again. */
export async function redriveQueue(queue: string, options: DeadLetterOptions): Promise<RedriveResult> {
  const result: RedriveResult = { redriven: 0, left: 0 };
  for (const message of options.queues.list(queue)) {
    const done = await redrive(message, options);
    if (done) result.redriven += 1;
    else result.left += 1;
  }
  await options.journal.durable();
  return result;
}

async function redrive(message: Message, options: DeadLetterOptions): Promise<boolean> {
  const { origin } = message;
  if (origin?.kind === 'delivery') {
    options.journal.write(() => {
      options.queues.removeById(message.id);
      options.deliveries.add([origin.delivery as unknown as Delivery]);
    });
    return true;
  }
  if (origin?.kind === 'queue') {
    options.queues.putBack(message.id, asString(origin.queue) ?? '');
    return true;
  }
  if (origin?.kind !== 'stream') return false;
  const mapping = options.mappings.find((one) => one.id === origin.mapping);
  const engineArn = options.streams.get(mapping?.streamArn ?? '');
  if (!mapping || !engineArn) return false;
  const info = asObject(asObject(parseJson(message.body)).DDBStreamBatchInfo);
  const records = await readRange(options.engine, engineArn, info);
  const wanted = records.filter(
    (record) => mapping.filters.length === 0 || mapping.filters.some((one) => one(record)),
  );
  const payload = JSON.stringify({
    Records: wanted.map((record) => ({
      ...record,
      awsRegion: mapping.region,
      eventSourceARN: mapping.streamArn,
    })),
  });
  const answer = await options.pool.invoke(mapping.functionName, payload, { waits: true });
  if (answer.failed || reportsFailures(answer.payload)) return false;
  options.queues.removeById(message.id);
  return true;
}

function reportsFailures(payload: string): boolean {
  return asList(asObject(parseJson(payload)).batchItemFailures).length > 0;
}

async function readRange(engine: TableEngine, engineArn: string, info: JsonObject): Promise<JsonObject[]> {
  const first = BigInt(asString(info.startSequenceNumber) ?? '0');
  const last = BigInt(asString(info.endSequenceNumber) ?? '0');
  const reader = createStreamReader(engine, engineArn);
  let iterator = await reader.iterator(first > 1n ? String(first - 1n) : undefined);
  const found: JsonObject[] = [];
  for (;;) {
    const page = await reader.read(iterator);
    for (const record of page.records) {
      const sequence = BigInt(sequenceOf(record));
      if (sequence >= first && sequence <= last) found.push(record);
    }
    const end = page.records.at(-1);
    if (!end || BigInt(sequenceOf(end)) >= last) return found;
    iterator = page.next;
  }
}
