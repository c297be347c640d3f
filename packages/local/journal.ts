import { mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/**
 * The durable memory of the platform: one SQLite file in WAL mode. Writes of one turn of the event loop share a
 * transaction (group commit); whoever acknowledges something to the outside first awaits `durable()`.
 * A commit is a write to the file without fsync: it survives the end of the process by any signal, not a power cut.
 */
export interface Journal {
  /** Prepares a statement once. */
  prepare(sql: string): StatementSync;
  /** Runs `change` inside the open group; when it throws, only its own writes are undone. */
  write<T>(change: () => T): T;
  /** Resolves when everything written so far is committed. */
  durable(): Promise<void>;
  close(): void;
}

/** Opens (and creates) the journal at `path`; `schema` is run each time and must be repeatable. */
export function openJournal(path: string, schema: readonly string[]): Journal {
  if (path !== ':memory:') mkdirSync(dirname(path), { recursive: true });
  const db = new DatabaseSync(path);
  db.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA cache_size = -65536;');
  for (const sql of schema) db.exec(sql);
  const begin = db.prepare('BEGIN IMMEDIATE');
  const commit = db.prepare('COMMIT');
  const mark = db.prepare('SAVEPOINT change');
  const release = db.prepare('RELEASE change');
  let open = false;
  let depth = 0;
  let group = Promise.withResolvers<void>();
  group.promise.catch(() => undefined);

  function flush(): void {
    if (!open) return;
    open = false;
    const done = group;
    group = Promise.withResolvers<void>();
    group.promise.catch(() => undefined);
    try {
      commit.run();
      done.resolve();
    } catch (error) {
      db.exec('ROLLBACK');
      done.reject(error);
    }
  }

  return {
    prepare: (sql) => db.prepare(sql),
    write(change) {
      if (!open) {
        begin.run();
        open = true;
        setImmediate(flush);
      }
      if (depth > 0) return change();
      depth += 1;
      mark.run();
      try {
        const result = change();
        release.run();
        return result;
      } catch (error) {
        db.exec('ROLLBACK TO change; RELEASE change');
        throw error;
      } finally {
        depth -= 1;
      }
    },
    durable: () => (open ? group.promise : Promise.resolve()),
    close() {
      flush();
      db.close();
    },
  };
}
