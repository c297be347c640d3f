import { createHash, randomUUID } from 'node:crypto';
import type { Assembly } from '../assembly/assembly.ts';
import type { MovableClock } from '../clock.ts';
import { ServiceError } from '../gateway/service-error.ts';
import type { Journal } from '../journal.ts';
import { asNumber, asObject, asString, type JsonObject, parseJson } from '../json.ts';

/** Table of messages; `origin` remembers how to deliver a dead letter again. */
export const QUEUES_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL, sent REAL NOT NULL,
    visible REAL NOT NULL, received INTEGER NOT NULL DEFAULT 0, receipt TEXT, origin TEXT)`,
  `CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, visible, sent)`,
];

/** A message in a queue. */
export interface Message {
  id: string;
  queue: string;
  body: string;
  /** Message attributes, name -> string value. */
  attributes: Record<string, string>;
  sentAt: number;
  received: number;
  receipt: string;
  origin?: JsonObject;
}

/** The queues of the template. */
export interface Queues {
  names(): string[];
  arnOf(name: string): string;
  byArn(arn: string): string | undefined;
  /** Queue of a URL; only the last part counts, since the port may have changed since the URL was written down. */
  byUrl(url: string): string;
  send(
    queue: string,
    body: string,
    options?: { attributes?: Record<string, string>; origin?: JsonObject; delaySeconds?: number },
  ): string;
  /** Takes up to `limit` visible messages and hides them. */
  receive(queue: string, limit: number, hiddenSeconds?: number): Message[];
  /** True when the message was there. */
  remove(queue: string, receipt: string): boolean;
  removeById(id: string): void;
  hide(queue: string, receipt: string, seconds: number): boolean;
  /** When the next message that is hidden now comes into sight. */
  nextVisible(queue: string): number | undefined;
  /** Lets messages that nobody has received yet come into sight at once; true when there were any. */
  endDelays(): boolean;
  /** Puts a dead letter back where it came from, as if it had never been received. */
  putBack(id: string, queue: string): void;
  /** Calls whenever a message is sent, hidden for another time, or put back. */
  onChange(listener: (queue: string) => void): () => void;
  /** All messages, without taking them. */
  list(queue: string): Message[];
  counts(queue: string): { visible: number; hidden: number; delayed: number };
  purge(queue: string): void;
}

interface QueueSpec {
  arn: string;
  hiddenSeconds: number;
  delaySeconds: number;
  redrive?: { queue: string; maxReceives: number };
}

const BODY_LIMIT = 1_048_576;

/** Queues kept in the journal. */
export function createQueues(assembly: Assembly, journal: Journal, clock: MovableClock): Queues {
  const specs = new Map<string, QueueSpec>();
  for (const { name, arn, properties } of assembly.all('AWS::SQS::Queue')) {
    const policy = properties.RedrivePolicy;
    const redrive = asObject(typeof policy === 'string' ? parseJson(policy) : policy);
    const target = asString(redrive.deadLetterTargetArn);
    specs.set(name, {
      arn,
      hiddenSeconds: asNumber(properties.VisibilityTimeout) ?? 30,
      delaySeconds: asNumber(properties.DelaySeconds) ?? 0,
      ...(target
        ? {
            redrive: {
              queue: target.split(':').at(-1) ?? '',
              maxReceives: asNumber(redrive.maxReceiveCount) ?? 10,
            },
          }
        : {}),
    });
  }
  const insert = journal.prepare(
    'INSERT INTO messages (id, queue, body, attributes, sent, visible, origin) VALUES (?, ?, ?, ?, ?, ?, ?)',
  );
  const visible = journal.prepare(
    'SELECT * FROM messages WHERE queue = ? AND visible <= ? ORDER BY sent LIMIT ?',
  );
  const take = journal.prepare(
    'UPDATE messages SET visible = ?, received = received + 1, receipt = ? WHERE id = ?',
  );
  const move = journal.prepare(
    'UPDATE messages SET queue = ?, visible = ?, receipt = NULL, received = ?, origin = ? WHERE id = ?',
  );
  const next = journal.prepare('SELECT MIN(visible) AS visible FROM messages WHERE queue = ?');
  const remove = journal.prepare('DELETE FROM messages WHERE queue = ? AND receipt = ?');
  const removeById = journal.prepare('DELETE FROM messages WHERE id = ?');
  const hide = journal.prepare('UPDATE messages SET visible = ? WHERE queue = ? AND receipt = ?');
  const all = journal.prepare('SELECT * FROM messages WHERE queue = ? ORDER BY sent');
  const count = journal.prepare(
    'SELECT SUM(visible <= ?) AS visible, SUM(visible > ? AND receipt IS NOT NULL) AS hidden, SUM(visible > ? AND receipt IS NULL) AS delayed FROM messages WHERE queue = ?',
  );
  const delayed = journal.prepare('SELECT DISTINCT queue FROM messages WHERE received = 0 AND visible > ?');
  const endDelays = journal.prepare('UPDATE messages SET visible = ? WHERE received = 0 AND visible > ?');
  const purge = journal.prepare('DELETE FROM messages WHERE queue = ?');

  const listeners = new Set<(queue: string) => void>();
  const changed = (queue: string) => {
    for (const listener of listeners) listener(queue);
  };

  function spec(queue: string): QueueSpec {
    const found = specs.get(queue);
    if (!found) {
      throw new ServiceError(
        'AWS.SimpleQueueService.NonExistentQueue',
        `The specified queue does not exist: ${queue}`,
      );
    }
    return found;
  }

  return {
    names: () => [...specs.keys()],
    arnOf: (name) => spec(name).arn,
    byArn: (arn) => {
      const name = arn.split(':').at(-1) ?? '';
      return specs.get(name)?.arn === arn ? name : undefined;
    },
    byUrl(url) {
      const name = url.split('/').at(-1) ?? '';
      spec(name);
      return name;
    },
    send(queue, body, { attributes = {}, origin, delaySeconds } = {}) {
      const { delaySeconds: usual } = spec(queue);
      if (Buffer.byteLength(body) > BODY_LIMIT) {
        throw new ServiceError('InvalidParameterValue', `Message must be shorter than ${BODY_LIMIT} bytes`);
      }
      const id = randomUUID();
      const now = clock.now();
      const visibleAt = now + (delaySeconds ?? usual) * 1000;
      const text = origin ? JSON.stringify(origin) : null;
      journal.write(() => insert.run(id, queue, body, JSON.stringify(attributes), now, visibleAt, text));
      changed(queue);
      return id;
    },
    receive(queue, limit, hiddenSeconds) {
      const { redrive, hiddenSeconds: usual } = spec(queue);
      const now = clock.now();
      return journal.write(() => {
        const messages: Message[] = [];
        for (const row of visible.all(queue, now, limit)) {
          const message = toMessage(row);
          if (redrive && message.received >= redrive.maxReceives) {
            const origin = JSON.stringify({ kind: 'queue', queue });
            move.run(redrive.queue, now, message.received, origin, message.id);
            continue;
          }
          message.receipt = randomUUID();
          message.received += 1;
          take.run(now + (hiddenSeconds ?? usual) * 1000, message.receipt, message.id);
          messages.push(message);
        }
        return messages;
      });
    },
    remove: (queue, receipt) => journal.write(() => remove.run(queue, receipt).changes > 0),
    removeById: (id) => void journal.write(() => removeById.run(id)),
    hide(queue, receipt, seconds) {
      const hidden = journal.write(() => hide.run(clock.now() + seconds * 1000, queue, receipt).changes > 0);
      changed(queue);
      return hidden;
    },
    nextVisible(queue) {
      const visible = next.get(queue)?.visible;
      return typeof visible === 'number' ? visible : undefined;
    },
    endDelays() {
      const now = clock.now();
      const late = delayed.all(now).map(({ queue }) => String(queue));
      if (late.length === 0) return false;
      journal.write(() => endDelays.run(now, now));
      for (const queue of late) changed(queue);
      return true;
    },
    putBack(id, queue) {
      spec(queue);
      journal.write(() => move.run(queue, clock.now(), 0, null, id));
      changed(queue);
    },
    onChange(listener) {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
    list: (queue) => all.all(queue).map(toMessage),
    counts(queue) {
      spec(queue);
      const now = clock.now();
      const row = count.get(now, now, now, queue) ?? {};
      return {
        visible: Number(row.visible ?? 0),
        hidden: Number(row.hidden ?? 0),
        delayed: Number(row.delayed ?? 0),
      };
    },
    purge: (queue) => void journal.write(() => purge.run(queue)),
  };
}

function toMessage(row: Record<string, unknown>): Message {
  return {
    id: String(row.id),
    queue: String(row.queue),
    body: String(row.body),
    attributes: JSON.parse(String(row.attributes)) as Record<string, string>,
    sentAt: Number(row.sent),
    received: Number(row.received),
    receipt: String(row.receipt ?? ''),
    ...(typeof row.origin === 'string' ? { origin: asObject(parseJson(row.origin)) } : {}),
  };
}

/** MD5 of a body, which SQS clients check. */
export function bodyDigest(body: string): string {
  return createHash('md5').update(body).digest('hex');
}
