import { createHash, randomUUID } from 'node:crypto';
import { mkdirSync } from 'node:fs';
import { readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Assembly } from '../assembly/assembly.ts';
import type { MovableClock } from '../clock.ts';
import type { Journal } from '../journal.ts';
import { asList, asNumber, asObject, asString } from '../json.ts';

/** Table of what lies in buckets; the bytes lie in files beside the journal. */
export const BUCKETS_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS objects (
    bucket TEXT NOT NULL, key TEXT NOT NULL, file TEXT NOT NULL, etag TEXT NOT NULL, type TEXT NOT NULL,
    bytes INTEGER NOT NULL, written REAL NOT NULL, PRIMARY KEY (bucket, key)) WITHOUT ROWID`,
];

/** An object without its bytes. */
export interface StoredObject {
  file: string;
  etag: string;
  type: string;
  bytes: number;
  written: number;
}

/** The buckets of the template. */
export interface Buckets {
  arnOf(bucket: string): string | undefined;
  /** Replaces what was there; durable when it resolves. */
  put(bucket: string, key: string, content: Buffer, type: string): Promise<StoredObject>;
  /** Undefined when it is not there or its days are over. */
  head(bucket: string, key: string): StoredObject | undefined;
  read(object: StoredObject): Promise<Buffer>;
}

const DAY = 86_400_000;

/** Buckets kept in the journal and in a folder. */
export function createBuckets(
  assembly: Assembly,
  journal: Journal,
  clock: MovableClock,
  folder: string,
): Buckets {
  mkdirSync(folder, { recursive: true });
  const buckets = new Map(
    assembly.all('AWS::S3::Bucket').map(({ name, arn, properties }) => {
      const rules = asList(asObject(properties.LifecycleConfiguration).Rules).map(asObject);
      const expiries = rules
        .filter((rule) => rule.Status === 'Enabled')
        .map((rule) => ({
          prefix: asString(rule.Prefix) ?? '',
          days: asNumber(rule.ExpirationInDays) ?? Number.POSITIVE_INFINITY,
        }));
      return [name, { arn, expiries }] as const;
    }),
  );
  const save = journal.prepare(
    `INSERT INTO objects (bucket, key, file, etag, type, bytes, written) VALUES (?, ?, ?, ?, ?, ?, ?)
     ON CONFLICT (bucket, key) DO UPDATE SET file = excluded.file, etag = excluded.etag, type = excluded.type,
     bytes = excluded.bytes, written = excluded.written`,
  );
  const find = journal.prepare('SELECT * FROM objects WHERE bucket = ? AND key = ?');

  function head(bucket: string, key: string): StoredObject | undefined {
    const row = find.get(bucket, key);
    if (!row) return undefined;
    const written = Number(row.written);
    const over = buckets
      .get(bucket)
      ?.expiries.some(({ prefix, days }) => key.startsWith(prefix) && clock.now() - written > days * DAY);
    return over
      ? undefined
      : {
          file: String(row.file),
          etag: String(row.etag),
          type: String(row.type),
          bytes: Number(row.bytes),
          written,
        };
  }

  return {
    arnOf: (bucket) => buckets.get(bucket)?.arn,
    head,
    async put(bucket, key, content, type) {
      const before = find.get(bucket, key);
      const file = randomUUID();
      const etag = createHash('md5').update(content).digest('hex');
      const stored = { file, etag, type, bytes: content.length, written: clock.now() };
      // A file that nobody knows of yet harms nobody: the row is the moment at which the object is there.
      await writeFile(join(folder, `${file}.part`), content);
      await rename(join(folder, `${file}.part`), join(folder, file));
      journal.write(() => save.run(bucket, key, file, etag, type, content.length, stored.written));
      await journal.durable();
      if (before) await rm(join(folder, String(before.file)), { force: true });
      return stored;
    },
    read: ({ file }) => readFile(join(folder, file)),
  };
}
