import type { MovableClock } from '../clock.ts';
import type { Counters } from '../counters.ts';
import type { TableEngine } from '../dynamodb/engine.ts';
import type { Journal } from '../journal.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { Queues } from './queues.ts';
import { createStreamReader, type StreamConsumer, startStreamConsumer } from './stream-consumer.ts';
import type { StreamMapping } from './stream-mappings.ts';

/** What consumers work with. */
export interface ConsumingServices {
  journal: Journal;
  clock: MovableClock;
  counters: Counters;
  queues: Queues;
  pool: FunctionPool;
  log: (line: string) => void;
}

/**
 * Starts a consumer for each mapping; those of one table share a reader.
 * @param streams declared stream ARN -> the engine's
 */
export function consumeStreams(
  mappings: readonly StreamMapping[],
  streams: ReadonlyMap<string, string>,
  engine: TableEngine,
  { journal, clock, counters, queues, pool, log }: ConsumingServices,
): StreamConsumer[] {
  const readers = new Map(
    [...streams].map(([declared, engineArn]) => [declared, createStreamReader(engine, engineArn)]),
  );
  return mappings.map((mapping) => {
    const reader = readers.get(mapping.streamArn);
    if (!reader) throw new Error(`${mapping.id}: no table has the stream ${mapping.streamArn}`);
    return startStreamConsumer(mapping, {
      reader,
      journal,
      clock,
      log,
      invoke: (name, payload) => pool.invoke(name, payload, { waits: true }),
      giveUp(from, body) {
        const queue = queues.byArn(from.onFailure ?? '');
        log(`stream ${from.id}: gave up ${JSON.stringify(body.DDBStreamBatchInfo)}`);
        if (queue === undefined) {
          counters.drop();
          return;
        }
        queues.send(queue, JSON.stringify(body), { origin: { kind: 'stream', mapping: from.id } });
        counters.message();
      },
    });
  });
}
