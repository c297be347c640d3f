import type { MovableClock } from '../clock.ts';
import { createDueTimer } from '../due-timer.ts';
import type { Journal } from '../journal.ts';
import { asList, asObject, asString, parseJson } from '../json.ts';
import type { FunctionPool } from '../lambda/function-pool.ts';
import type { QueueMapping } from './queue-mappings.ts';
import { bodyDigest, type Message, type Queues } from './queues.ts';

/** Hands a queue's messages to its function. */
export interface QueueConsumer {
  mapping: QueueMapping;
  /** True while a batch is worked or a message is due, other than those that a batching window gathers. */
  busy(): boolean;
  /** True while a batching window is open. */
  gathers(): boolean;
  /** Hands over what a batching window has gathered, without waiting for its end. */
  closeWindow(): void;
  stop(): void;
}

interface Surroundings {
  queues: Queues;
  journal: Journal;
  clock: MovableClock;
  pool: FunctionPool;
  log: (line: string) => void;
}

/** Batches of one queue that are worked side by side. */
const LANES = 2;

/**
 * Takes messages as soon as there are enough of them, or the window is over that the oldest in sight has opened, and
 * removes those that the function has worked. What it has not stays hidden for as long as it was told to, then comes
 * again; received too often, it is moved by the queue itself. What is gathered stays in the queue, so that a window
 * outlives the process.
 */
export function startQueueConsumer(
  mapping: QueueMapping,
  { queues, journal, clock, pool, log }: Surroundings,
): QueueConsumer {
  let running = 0;
  let stopped = false;
  /** Windows that were opened by then are over. */
  let closedUntil = Number.NEGATIVE_INFINITY;
  const timer = createDueTimer(clock, look);
  const unsubscribe = queues.onChange((queue) => {
    if (queue === mapping.queue) setImmediate(look);
  });

  function look(): void {
    while (!stopped && running < LANES && isDue()) {
      const messages = queues.receive(mapping.queue, mapping.batchSize);
      if (messages.length === 0) break;
      void work(messages);
    }
    // Who ends a batch looks again.
    if (stopped || running === LANES) return;
    const next = queues.nextVisible(mapping.queue);
    if (next !== undefined) timer.at(next <= clock.now() ? windowEnd(next) : next);
  }

  const windowEnd = (openedAt: number) => (openedAt <= closedUntil ? openedAt : openedAt + mapping.windowMs);

  const isInSight = () => (queues.nextVisible(mapping.queue) ?? Number.POSITIVE_INFINITY) <= clock.now();

  /** Whether something is in sight that need not wait for more. */
  function isDue(): boolean {
    const openedAt = queues.nextVisible(mapping.queue);
    const now = clock.now();
    if (openedAt === undefined || openedAt > now) return false;
    return windowEnd(openedAt) <= now || queues.counts(mapping.queue).visible >= mapping.batchSize;
  }

  async function work(messages: readonly Message[]): Promise<void> {
    running += 1;
    try {
      await journal.durable();
      const payload = JSON.stringify({ Records: messages.map((message) => toRecord(mapping, message)) });
      const answer = await pool.invoke(mapping.functionName, payload, { waits: true });
      if (stopped) return;
      if (answer.failed) {
        log(`queue ${mapping.queue}: ${mapping.functionName} failed: ${answer.payload.slice(0, 500)}`);
        return;
      }
      const failed = mapping.reportsFailures ? failures(answer.payload) : new Set<string>();
      for (const { id, receipt } of messages) if (!failed.has(id)) queues.remove(mapping.queue, receipt);
    } finally {
      running -= 1;
      if (!stopped) setImmediate(look);
    }
  }

  look();
  return {
    mapping,
    busy: () => running > 0 || isDue(),
    gathers: () => isInSight() && !isDue(),
    closeWindow() {
      closedUntil = clock.now();
      look();
    },
    stop() {
      stopped = true;
      timer.stop();
      unsubscribe();
    },
  };
}

const failures = (payload: string) =>
  new Set(
    asList(asObject(parseJson(payload)).batchItemFailures).map(
      (failure) => asString(asObject(failure).itemIdentifier) ?? '',
    ),
  );

const toRecord = (mapping: QueueMapping, message: Message) => ({
  messageId: message.id,
  receiptHandle: message.receipt,
  body: message.body,
  attributes: {
    ApproximateReceiveCount: String(message.received),
    SentTimestamp: String(Math.floor(message.sentAt)),
    SenderId: 'local',
    ApproximateFirstReceiveTimestamp: String(Math.floor(message.sentAt)),
  },
  messageAttributes: {},
  md5OfBody: bodyDigest(message.body),
  eventSource: 'aws:sqs',
  eventSourceARN: mapping.queueArn,
  awsRegion: mapping.region,
});
