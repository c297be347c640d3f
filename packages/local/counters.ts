/** What one case, or the whole platform, has used. Counts are exact; sizes are the largest seen. */
export interface CounterSet {
  /** States entered, a retry counts again: `machine/state` -> times (AWS charges Standard workflows by this). */
  transitions: Record<string, number>;
  /** Child executions of type EXPRESS, which AWS charges by duration and not by transition. */
  expressRuns: number;
  /** Function -> invocations, a retry counts again. */
  invocations: Record<string, number>;
  /** DynamoDB operation -> calls. */
  dynamodbCalls: Record<string, number>;
  readUnits: number;
  writeUnits: number;
  eventsPut: number;
  messagesSent: number;
  /** Bytes of the largest payload handed to or given back by a state. */
  largestPayload: number;
  /** Events of the longest execution history. */
  longestHistory: number;
  /** Calls refused because no policy grants them. */
  denied: number;
  /** Deliveries given up without a dead-letter queue: lost, as they would be on AWS. */
  dropped: number;
}

/** Counting, in total and by case. */
export interface Counters {
  snapshot(): CounterSet;
  /** The difference to an earlier snapshot; largest sizes are those seen so far. */
  since(before: CounterSet): CounterSet;
  /** What one case has used (executions count under their own name; HTTP callers name it in `x-case-key`). */
  ofCase(key: string): CounterSet | undefined;
  transition(machine: string, state: string, caseKey?: string): void;
  expressRun(caseKey?: string): void;
  invocation(name: string, caseKey?: string): void;
  dynamodb(operation: string, readUnits: number, writeUnits: number, caseKey?: string): void;
  event(caseKey?: string): void;
  message(caseKey?: string): void;
  payload(bytes: number, caseKey?: string): void;
  history(events: number, caseKey?: string): void;
  denial(caseKey?: string): void;
  drop(caseKey?: string): void;
}

const CASES_KEPT = 20_000;

function emptySet(): CounterSet {
  return {
    transitions: {},
    expressRuns: 0,
    invocations: {},
    dynamodbCalls: {},
    readUnits: 0,
    writeUnits: 0,
    eventsPut: 0,
    messagesSent: 0,
    largestPayload: 0,
    longestHistory: 0,
    denied: 0,
    dropped: 0,
  };
}

function bump(record: Record<string, number>, key: string): void {
  record[key] = (record[key] ?? 0) + 1;
}

function lessRecord(now: Record<string, number>, before: Record<string, number>): Record<string, number> {
  const result: Record<string, number> = {};
  for (const [key, value] of Object.entries(now)) {
    const difference = value - (before[key] ?? 0);
    if (difference !== 0) result[key] = difference;
  }
  return result;
}

/** Fresh counters; the oldest cases are forgotten beyond 20,000. */
export function createCounters(): Counters {
  const total = emptySet();
  const cases = new Map<string, CounterSet>();

  function each(caseKey: string | undefined, count: (set: CounterSet) => void): void {
    count(total);
    if (caseKey === undefined) return;
    let set = cases.get(caseKey);
    if (!set) {
      if (cases.size >= CASES_KEPT) {
        const oldest = cases.keys().next();
        if (!oldest.done) cases.delete(oldest.value);
      }
      set = emptySet();
      cases.set(caseKey, set);
    }
    count(set);
  }

  return {
    snapshot: () => structuredClone(total),
    since: (before) => ({
      transitions: lessRecord(total.transitions, before.transitions),
      expressRuns: total.expressRuns - before.expressRuns,
      invocations: lessRecord(total.invocations, before.invocations),
      dynamodbCalls: lessRecord(total.dynamodbCalls, before.dynamodbCalls),
      readUnits: total.readUnits - before.readUnits,
      writeUnits: total.writeUnits - before.writeUnits,
      eventsPut: total.eventsPut - before.eventsPut,
      messagesSent: total.messagesSent - before.messagesSent,
      largestPayload: total.largestPayload,
      longestHistory: total.longestHistory,
      denied: total.denied - before.denied,
      dropped: total.dropped - before.dropped,
    }),
    ofCase: (key) => {
      const set = cases.get(key);
      return set && structuredClone(set);
    },
    transition: (machine, state, key) => each(key, (set) => bump(set.transitions, `${machine}/${state}`)),
    expressRun: (key) =>
      each(key, (set) => {
        set.expressRuns += 1;
      }),
    invocation: (name, key) => each(key, (set) => bump(set.invocations, name)),
    dynamodb: (operation, readUnits, writeUnits, key) =>
      each(key, (set) => {
        bump(set.dynamodbCalls, operation);
        set.readUnits += readUnits;
        set.writeUnits += writeUnits;
      }),
    event: (key) =>
      each(key, (set) => {
        set.eventsPut += 1;
      }),
    message: (key) =>
      each(key, (set) => {
        set.messagesSent += 1;
      }),
    payload: (bytes, key) =>
      each(key, (set) => {
        if (bytes > set.largestPayload) set.largestPayload = bytes;
      }),
    history: (events, key) =>
      each(key, (set) => {
        if (events > set.longestHistory) set.longestHistory = events;
      }),
    denial: (key) =>
      each(key, (set) => {
        set.denied += 1;
      }),
    drop: (key) =>
      each(key, (set) => {
        set.dropped += 1;
      }),
  };
}
