import type { Journal } from '../journal.ts';

/** Tables of the runner. A row of `frames` is one line of execution: the root, a branch, or an item of a Map. */
export const STATES_SCHEMA = [
  `CREATE TABLE IF NOT EXISTS definitions (hash TEXT PRIMARY KEY, text TEXT NOT NULL) WITHOUT ROWID`,
  `CREATE TABLE IF NOT EXISTS executions (
    id INTEGER PRIMARY KEY, arn TEXT NOT NULL UNIQUE, machine TEXT NOT NULL, definition TEXT NOT NULL,
    name TEXT NOT NULL, status TEXT NOT NULL, input TEXT NOT NULL, output TEXT, error TEXT, cause TEXT,
    started REAL NOT NULL, stopped REAL, due REAL, events INTEGER NOT NULL DEFAULT 0, case_key TEXT NOT NULL,
    scope TEXT NOT NULL DEFAULT '', parent INTEGER, position INTEGER, express INTEGER NOT NULL DEFAULT 0)`,
  `CREATE INDEX IF NOT EXISTS executions_by_machine ON executions (machine, status, started)`,
  `CREATE INDEX IF NOT EXISTS executions_by_due ON executions (due) WHERE due IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS executions_by_parent ON executions (parent, position) WHERE parent IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS frames (
    id INTEGER PRIMARY KEY, execution INTEGER NOT NULL, parent INTEGER, position INTEGER NOT NULL DEFAULT 0,
    scope TEXT NOT NULL, state TEXT NOT NULL, phase TEXT NOT NULL, input TEXT NOT NULL, entered REAL NOT NULL,
    version INTEGER NOT NULL DEFAULT 0, due REAL, timeout_at REAL, beat_ms REAL, token TEXT, retries TEXT,
    item TEXT, work TEXT, total INTEGER NOT NULL DEFAULT 0, started INTEGER NOT NULL DEFAULT 0,
    done INTEGER NOT NULL DEFAULT 0, failed INTEGER NOT NULL DEFAULT 0, output TEXT)`,
  `CREATE INDEX IF NOT EXISTS frames_by_execution ON frames (execution)`,
  `CREATE INDEX IF NOT EXISTS frames_by_parent ON frames (parent, position) WHERE parent IS NOT NULL`,
  `CREATE INDEX IF NOT EXISTS frames_by_due ON frames (due) WHERE due IS NOT NULL`,
  `CREATE UNIQUE INDEX IF NOT EXISTS frames_by_token ON frames (token) WHERE token IS NOT NULL`,
  `CREATE TABLE IF NOT EXISTS history (
    execution INTEGER NOT NULL, number INTEGER NOT NULL, at REAL NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, number)) WITHOUT ROWID`,
];

/**
 * Where a frame stands.
 * enter: the state is entered, nothing done · call: its call is under way · token-call: the call that hands out a token
 * is under way · token: waits for the token · sync: waits for a started execution · wait, retry: wait for `due` ·
 * join: waits for children · result, failure: the outcome is known and has to be applied · done: waits for its siblings
 */
export type Phase =
  | 'enter'
  | 'call'
  | 'token-call'
  | 'token'
  | 'sync'
  | 'wait'
  | 'retry'
  | 'join'
  | 'result'
  | 'failure'
  | 'done';

export interface FrameRow {
  id: number;
  execution: number;
  parent: number | null;
  position: number;
  scope: string;
  state: string;
  phase: Phase;
  input: string;
  entered: number;
  version: number;
  due: number | null;
  timeout_at: number | null;
  beat_ms: number | null;
  token: string | null;
  retries: string | null;
  item: string | null;
  work: string | null;
  total: number;
  started: number;
  done: number;
  failed: number;
  output: string | null;
}

export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

export interface ExecutionRow {
  id: number;
  arn: string;
  machine: string;
  definition: string;
  name: string;
  status: ExecutionStatus;
  input: string;
  output: string | null;
  error: string | null;
  cause: string | null;
  started: number;
  stopped: number | null;
  due: number | null;
  events: number;
  case_key: string;
  scope: string;
  parent: number | null;
  position: number | null;
  express: number;
}

/** One event of a history. */
export interface HistoryRow {
  execution: number;
  number: number;
  at: number;
  type: string;
  details: string;
}

/** Rows of the runner; every change runs inside `journal.write`. */
export type StatesStore = ReturnType<typeof createStatesStore>;

/** Prepared statements over the tables above. */
export function createStatesStore(journal: Journal) {
  const statement = (sql: string) => journal.prepare(sql);
  const insertExecution = statement(
    `INSERT INTO executions (arn, machine, definition, name, status, input, started, due, case_key, scope, parent, position, express)
     VALUES (?, ?, ?, ?, 'RUNNING', ?, ?, ?, ?, ?, ?, ?, ?)`,
  );
  const executionById = statement('SELECT * FROM executions WHERE id = ?');
  const executionByArn = statement('SELECT * FROM executions WHERE arn = ?');
  const endExecution = statement(
    `UPDATE executions SET status = ?, output = ?, error = ?, cause = ?, stopped = ?, due = NULL
     WHERE id = ? AND status = 'RUNNING'`,
  );
  const addEvents = statement('UPDATE executions SET events = events + ? WHERE id = ? RETURNING events');
  const insertEvent = statement(
    'INSERT INTO history (execution, number, at, type, details) VALUES (?, ?, ?, ?, ?)',
  );
  const insertFrame = statement(
    `INSERT INTO frames (execution, parent, position, scope, state, phase, input, entered, item)
     VALUES (?, ?, ?, ?, ?, 'enter', ?, ?, ?)`,
  );
  const frameById = statement('SELECT * FROM frames WHERE id = ?');
  const frameByToken = statement('SELECT * FROM frames WHERE token = ?');
  const updateFrame = statement(
    `UPDATE frames SET state = ?, phase = ?, input = ?, entered = ?, version = version + 1, due = ?, timeout_at = ?,
       beat_ms = ?, token = ?, retries = ?, work = ?, total = ?, started = ?, done = ?, failed = ?, output = ?
     WHERE id = ? AND version = ?`,
  );
  const waitForToken = statement(
    `UPDATE frames SET phase = 'token' WHERE id = ? AND version = ? AND phase = 'token-call'`,
  );
  const beat = statement('UPDATE frames SET due = ? WHERE id = ?');
  const deleteFrame = statement('DELETE FROM frames WHERE id = ?');
  const deleteFrames = statement('DELETE FROM frames WHERE execution = ?');
  const childFrames = statement('SELECT * FROM frames WHERE parent = ? ORDER BY position');
  const childExecutions = statement('SELECT * FROM executions WHERE parent = ? ORDER BY position');
  const detachChildren = statement('UPDATE executions SET parent = NULL WHERE parent = ?');
  const runningChildren = statement(
    `SELECT executions.* FROM executions JOIN frames ON executions.parent = frames.id
     WHERE frames.execution = ? AND executions.status = 'RUNNING'`,
  );
  const dueFrames = statement('SELECT id, due FROM frames WHERE due <= ? ORDER BY due LIMIT 500');
  const dueExecutions = statement('SELECT * FROM executions WHERE due <= ? ORDER BY due LIMIT 500');
  const nextDue = statement(
    'SELECT MIN(due) AS due FROM (SELECT MIN(due) AS due FROM frames WHERE due IS NOT NULL UNION ALL SELECT MIN(due) FROM executions WHERE due IS NOT NULL)',
  );
  const unfinished = statement(
    `SELECT id FROM frames WHERE phase IN ('enter', 'call', 'token-call', 'result', 'failure') ORDER BY id`,
  );
  const historyAfter = statement(
    'SELECT * FROM history WHERE execution = ? AND number > ? ORDER BY number LIMIT ?',
  );
  const historyBefore = statement(
    'SELECT * FROM history WHERE execution = ? AND number < ? ORDER BY number DESC LIMIT ?',
  );
  const list = statement(
    `SELECT * FROM executions WHERE machine = ? AND (started, id) < (?, ?) AND scope = '' ORDER BY started DESC, id DESC LIMIT ?`,
  );
  const listByStatus = statement(
    `SELECT * FROM executions WHERE machine = ? AND status = ? AND (started, id) < (?, ?) AND scope = '' ORDER BY started DESC, id DESC LIMIT ?`,
  );
  const saveDefinition = statement('INSERT OR IGNORE INTO definitions (hash, text) VALUES (?, ?)');
  const definitionText = statement('SELECT text FROM definitions WHERE hash = ?');
  const countRunning = statement(`SELECT COUNT(*) AS n FROM executions WHERE status = 'RUNNING'`);

  return {
    insertExecution(
      row: Omit<ExecutionRow, 'id' | 'status' | 'output' | 'error' | 'cause' | 'stopped' | 'events'>,
    ): number {
      const {
        arn,
        machine,
        definition,
        name,
        input,
        started,
        due,
        case_key,
        scope,
        parent,
        position,
        express,
      } = row;
      const values = [
        arn,
        machine,
        definition,
        name,
        input,
        started,
        due,
        case_key,
        scope,
        parent,
        position,
        express,
      ];
      return Number(insertExecution.run(...values).lastInsertRowid);
    },
    execution: (id: number) => executionById.get(id) as ExecutionRow | undefined,
    executionByArn: (arn: string) => executionByArn.get(arn) as ExecutionRow | undefined,
    /** False when the execution had ended before. */
    endExecution(
      id: number,
      status: ExecutionStatus,
      outcome: { output?: string; error?: string; cause?: string },
      at: number,
    ): boolean {
      const { output = null, error = null, cause = null } = outcome;
      return endExecution.run(status, output, error, cause, at, id).changes === 1;
    },
    /** Appends events; answers how many the execution has now. */
    appendHistory(
      execution: number,
      at: number,
      events: readonly { type: string; details: object }[],
    ): number {
      const total = Number(addEvents.get(events.length, execution)?.events ?? 0);
      let number = total - events.length;
      for (const event of events) {
        number += 1;
        insertEvent.run(execution, number, at, event.type, JSON.stringify(event.details));
      }
      return total;
    },
    insertFrame(row: {
      execution: number;
      parent: number | null;
      position: number;
      scope: string;
      state: string;
      input: string;
      entered: number;
      item: string | null;
    }): number {
      const { execution, parent, position, scope, state, input, entered, item } = row;
      return Number(
        insertFrame.run(execution, parent, position, scope, state, input, entered, item).lastInsertRowid,
      );
    },
    frame: (id: number) => frameById.get(id) as FrameRow | undefined,
    frameByToken: (token: string) => frameByToken.get(token) as FrameRow | undefined,
    /** Saves the frame if nobody changed it since it was read; false otherwise. Advances `version`. */
    saveFrame(frame: FrameRow): boolean {
      const saved =
        updateFrame.run(
          frame.state,
          frame.phase,
          frame.input,
          frame.entered,
          frame.due,
          frame.timeout_at,
          frame.beat_ms,
          frame.token,
          frame.retries,
          frame.work,
          frame.total,
          frame.started,
          frame.done,
          frame.failed,
          frame.output,
          frame.id,
          frame.version,
        ).changes === 1;
      if (saved) frame.version += 1;
      return saved;
    },
    waitForToken: (id: number, version: number) => waitForToken.run(id, version).changes === 1,
    beat: (id: number, due: number) => beat.run(due, id),
    deleteFrame: (id: number) => deleteFrame.run(id),
    deleteFrames: (execution: number) => deleteFrames.run(execution),
    childFrames: (parent: number) => childFrames.all(parent) as unknown as FrameRow[],
    childExecutions: (parent: number) => childExecutions.all(parent) as unknown as ExecutionRow[],
    /** Ended or not, they no longer belong to the frame: it may be entered again and start others. */
    detachChildren: (parent: number) => detachChildren.run(parent),
    runningChildren: (execution: number) => runningChildren.all(execution) as unknown as ExecutionRow[],
    dueFrames: (now: number) => dueFrames.all(now) as unknown as { id: number; due: number }[],
    dueExecutions: (now: number) => dueExecutions.all(now) as unknown as ExecutionRow[],
    nextDue: () => (nextDue.get()?.due ?? undefined) as number | undefined,
    unfinished: () => unfinished.all().map((row) => Number(row.id)),
    history: (execution: number, from: number, limit: number, reversed: boolean) =>
      (reversed ? historyBefore : historyAfter).all(execution, from, limit) as unknown as HistoryRow[],
    /** Newest first, without the children of Distributed Maps. */
    listExecutions: (
      machine: string,
      status: string | undefined,
      started: number,
      id: number,
      limit: number,
    ) =>
      (status === undefined
        ? list.all(machine, started, id, limit)
        : listByStatus.all(machine, status, started, id, limit)) as unknown as ExecutionRow[],
    saveDefinition: (hash: string, text: string) => saveDefinition.run(hash, text),
    definitionText: (hash: string) => definitionText.get(hash)?.text as string | undefined,
    countRunning: () => Number(countRunning.get()?.n ?? 0),
  };
}
