import { setTimeout as sleep } from 'node:timers/promises';
import type { MovableClock } from '../clock.ts';
import { createDueTimer } from '../due-timer.ts';
import type { TableEngine } from '../dynamodb/engine.ts';
import type { Journal } from '../journal.ts';
import { asList, asObject, asString, type Json, type JsonObject, parseJson } from '../json.ts';
import type { InvokeResult } from '../lambda/function-pool.ts';
import type { StreamMapping } from './stream-mappings.ts';

/** Checkpoints of stream consumers: the last sequence number that is done with. */
export const STREAMS_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS checkpoints (mapping TEXT PRIMARY KEY, sequence TEXT NOT NULL) WITHOUT ROWID`,
];

/** Reads a table's stream for one event source mapping. */
export interface StreamConsumer {
  mapping: StreamMapping;
  /** Something was written: look again. */
  poke(): void;
  /** True while there may be records that are not done with, other than those that a batching window gathers. */
  busy(): boolean;
  /** True while a batching window is open. */
  gathers(): boolean;
  /** Hands over what a batching window has gathered, without waiting for its end. */
  closeWindow(): void;
  stop(): Promise<void>;
}

/** Surroundings of a consumer. */
export interface ConsumerOptions {
  reader: StreamReader;
  journal: Journal;
  clock: MovableClock;
  invoke: (functionName: string, payload: string) => Promise<InvokeResult>;
  /** Takes what is given up: message text and the sequence numbers it stands for. */
  giveUp: (mapping: StreamMapping, body: JsonObject) => void;
  log: (line: string) => void;
}

/** Pages of one table's stream; consumers at the same place share a page. */
export interface StreamReader {
  /** Iterator after a sequence number; undefined is the oldest record, `latest` the end. */
  iterator(after: string | undefined | 'latest'): Promise<string>;
  read(iterator: string): Promise<{ records: JsonObject[]; next: string }>;
}

/** Reads of a busy stream are this far apart: more would only take time from the writes. */
const POLL_MS = 15;
const IDLE_POLL_MS = 2000;
const PAGES_KEPT = 8;

/** A reader over the engine's stream of a table. */
export function createStreamReader(engine: TableEngine, engineArn: string): StreamReader {
  const pages = new Map<string, { records: JsonObject[]; next: string }>();
  let shard: string | undefined;
  async function shardId(): Promise<string> {
    if (shard === undefined) {
      const { StreamDescription } = await engine.call('DescribeStream', { StreamArn: engineArn }, true);
      shard = String(asObject(asList(asObject(StreamDescription).Shards)[0]).ShardId ?? '');
    }
    return shard;
  }
  return {
    async iterator(after) {
      const type =
        after === undefined ? 'TRIM_HORIZON' : after === 'latest' ? 'LATEST' : 'AFTER_SEQUENCE_NUMBER';
      const answer = await engine.call(
        'GetShardIterator',
        {
          StreamArn: engineArn,
          ShardId: await shardId(),
          ShardIteratorType: type,
          ...(type === 'AFTER_SEQUENCE_NUMBER' ? { SequenceNumber: String(after) } : {}),
        },
        true,
      );
      return String(answer.ShardIterator);
    },
    async read(iterator) {
      const known = pages.get(iterator);
      if (known) return known;
      const answer = await engine.call('GetRecords', { ShardIterator: iterator, Limit: 1000 }, true);
      const page = {
        records: asList(answer.Records).map(asObject),
        next: asString(answer.NextShardIterator) ?? iterator,
      };
      if (page.records.length > 0) {
        pages.set(iterator, page);
        const oldest = pages.keys().next();
        if (pages.size > PAGES_KEPT && !oldest.done) pages.delete(oldest.value);
      }
      return page;
    },
  };
}

/** The sequence number of a stream record. */
export function sequenceOf(record: JsonObject): string {
  return String(asObject(record.dynamodb).SequenceNumber ?? '');
}

/** Starts to consume; the order of records is kept, a batch that fails holds back what comes after it. */
export function startStreamConsumer(mapping: StreamMapping, options: ConsumerOptions): StreamConsumer {
  const { reader, journal, clock, invoke, log } = options;
  const load = journal.prepare('SELECT sequence FROM checkpoints WHERE mapping = ?');
  const save = journal.prepare(
    'INSERT INTO checkpoints (mapping, sequence) VALUES (?, ?) ON CONFLICT (mapping) DO UPDATE SET sequence = excluded.sequence',
  );
  const stopping = new AbortController();
  let dirty = true;
  let working = true;
  let lastRead = 0;
  let wake: (() => void) | undefined;
  /** What is wanted and not handed over yet; the checkpoint stays before it. */
  let gathered: JsonObject[] = [];
  /** How far was read. */
  let lastSequence = '';
  let windowEndsAt: number | undefined;
  const windowTimer = createDueTimer(clock, poke);

  function checkpoint(sequence: string): void {
    journal.write(() => save.run(mapping.id, sequence));
  }

  async function run(): Promise<void> {
    let iterator: string | undefined;
    while (!stopping.signal.aborted) {
      try {
        if (iterator === undefined) {
          gathered = [];
          windowEndsAt = undefined;
          iterator = await open();
        }
        const pause = POLL_MS - (performance.now() - lastRead);
        if (pause > 1) await sleep(pause);
        lastRead = performance.now();
        dirty = false;
        const page = await reader.read(iterator);
        gather(page.records);
        const more = page.records.length > 0 || isWindowOver();
        iterator = !more || (await handOver()) ? page.next : undefined;
        if (more || dirty) continue;
        working = false;
        await rest();
        working = true;
      } catch (error) {
        if (stopping.signal.aborted) return;
        log(`stream ${mapping.id}: ${error instanceof Error ? error.message : String(error)}`);
        iterator = undefined;
        await sleep(500, undefined, { signal: stopping.signal }).catch(() => undefined);
      }
    }
  }

  async function open(): Promise<string> {
    const sequence = load.get(mapping.id)?.sequence;
    if (typeof sequence === 'string' && sequence.startsWith('@')) return sequence.slice(1);
    if (typeof sequence === 'string') return reader.iterator(sequence === '' ? undefined : sequence);
    if (mapping.startsAtLatest) {
      // The place is remembered even before the first record: what is written while we are down comes after it.
      const latest = await reader.iterator('latest');
      checkpoint(`@${latest}`);
      return latest;
    }
    checkpoint('');
    return reader.iterator(undefined);
  }

  /** Nothing to do: sleep until poked, but look now and then, for expired items vanish without a call. */
  async function rest(): Promise<void> {
    const timer = new AbortController();
    const poked = new Promise<void>((resolve) => {
      wake = resolve;
    });
    await Promise.race([
      poked,
      sleep(IDLE_POLL_MS, undefined, { signal: timer.signal, ref: false }).catch(() => undefined),
    ]);
    timer.abort();
    wake = undefined;
  }

  /** Takes what is wanted of a page; the first record opens the window. */
  function gather(records: JsonObject[]): void {
    gathered.push(...records.filter(isWanted));
    lastSequence = sequenceOf(records.at(-1) ?? {}) || lastSequence;
    if (windowEndsAt === undefined && gathered.length > 0) openWindow();
  }

  function openWindow(): void {
    windowEndsAt = clock.now() + mapping.windowMs;
    if (mapping.windowMs > 0) windowTimer.at(windowEndsAt);
  }

  function isWanted(record: JsonObject): boolean {
    return mapping.filters.length === 0 || mapping.filters.some((one) => one(record));
  }

  function isWindowOver(): boolean {
    return windowEndsAt !== undefined && windowEndsAt <= clock.now();
  }

  /** Full batches, and the rest when its window is over. False when we were stopped in between. */
  async function handOver(): Promise<boolean> {
    while (gathered.length >= mapping.batchSize || (gathered.length > 0 && isWindowOver())) {
      const batch = gathered.slice(0, mapping.batchSize);
      if (!(await handleBatch(batch))) return false;
      gathered = gathered.slice(batch.length);
      checkpoint(sequenceOf(batch.at(-1) ?? {}));
      if (!isWindowOver()) openWindow();
    }
    if (gathered.length > 0) return true;
    windowEndsAt = undefined;
    checkpoint(lastSequence);
    return true;
  }

  /** One batch until it is done with: retried, bisected, given up at last. */
  async function handleBatch(batch: JsonObject[], failed = 0): Promise<boolean> {
    let rest = batch;
    for (let attempt = failed; ; ) {
      if (stopping.signal.aborted) return false;
      const result = await invoke(mapping.functionName, JSON.stringify({ Records: rest.map(asEventRecord) }));
      if (stopping.signal.aborted) return false;
      const at = firstFailure(rest, result);
      if (at > 0) {
        checkpoint(sequenceOf(rest[at - 1] ?? {}));
        rest = rest.slice(at);
      }
      if (rest.length === 0) return true;
      if (mapping.bisects && rest.length > 1) {
        const middle = Math.ceil(rest.length / 2);
        return (
          (await handleBatch(rest.slice(0, middle), attempt)) &&
          (await handleBatch(rest.slice(middle), attempt))
        );
      }
      attempt += 1;
      const tooOld = mapping.maxAgeSeconds >= 0 && ageOf(rest[0]) > mapping.maxAgeSeconds;
      if ((mapping.maxRetries >= 0 && attempt > mapping.maxRetries) || tooOld) {
        abandon(rest, attempt, result);
        return true;
      }
      const wait = Math.min(100 * 2 ** (attempt - 1), 10_000);
      await sleep(wait, undefined, { signal: stopping.signal }).catch(() => undefined);
    }
  }

  function ageOf(record: JsonObject | undefined): number {
    const created = Number(asObject(record?.dynamodb).ApproximateCreationDateTime ?? 0);
    return Date.now() / 1000 - created;
  }

  /** Index of the first record that is not done; the length of the batch when all are. */
  function firstFailure(batch: JsonObject[], result: InvokeResult): number {
    if (result.failed) return 0;
    if (!mapping.reportsFailures) return batch.length;
    const value = safeParse(result.payload);
    if (value === null || value === '') return batch.length;
    const failures = asList(asObject(value).batchItemFailures).map((one) =>
      String(asObject(one).itemIdentifier),
    );
    if (failures.length === 0) return batch.length;
    const positions = failures.map((id) => batch.findIndex((record) => sequenceOf(record) === id));
    // An identifier that is not in the batch makes the whole batch fail, as on Lambda.
    return Math.max(0, Math.min(...positions));
  }

  function abandon(batch: JsonObject[], attempts: number, result: InvokeResult): void {
    const first = batch[0] ?? {};
    const last = batch.at(-1) ?? {};
    journal.write(() => {
      options.giveUp(mapping, {
        version: '1.0',
        timestamp: new Date(clock.now()).toISOString(),
        requestContext: {
          functionArn: mapping.functionArn,
          condition: 'RetryAttemptsExhausted',
          approximateInvokeCount: attempts,
        },
        responseContext: {
          statusCode: 200,
          executedVersion: '$LATEST',
          functionError: result.failed ?? null,
        },
        responsePayload: safeParse(result.payload),
        DDBStreamBatchInfo: {
          shardId: 'shardId-local',
          startSequenceNumber: sequenceOf(first),
          endSequenceNumber: sequenceOf(last),
          batchSize: batch.length,
          streamArn: mapping.streamArn,
        },
      });
      checkpoint(sequenceOf(last));
    });
  }

  function asEventRecord(record: JsonObject): JsonObject {
    return { ...record, awsRegion: mapping.region, eventSourceARN: mapping.streamArn };
  }

  function poke(): void {
    dirty = true;
    wake?.();
  }

  const ended = run();
  return {
    mapping,
    poke,
    busy: () => dirty || working,
    gathers: () => windowEndsAt !== undefined,
    closeWindow() {
      if (windowEndsAt === undefined) return;
      windowEndsAt = 0;
      poke();
    },
    async stop() {
      stopping.abort();
      windowTimer.stop();
      wake?.();
      await ended;
    },
  };
}

function safeParse(text: string): Json {
  try {
    return parseJson(text);
  } catch {
    return text;
  }
}
