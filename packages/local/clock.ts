/**
 * The clock of the platform: real time plus an offset that only grows. The offset lies in shared memory, so that
 * the workers in which functions run see the same time without being told.
 */
export interface MovableClock {
  /** Milliseconds since 1970. */
  now(): number;
  /** Moves the clock forward by `ms` (never back: due times already passed stay passed). */
  advance(ms: number): void;
  /** Calls back after each move; the answer unsubscribes. */
  onMove(listener: () => void): () => void;
  /** One 64-bit float: the offset in milliseconds. */
  readonly shared: SharedArrayBuffer;
}

/** A clock that starts `offset` milliseconds ahead of real time. */
export function createClock(offset = 0): MovableClock {
  const shared = new SharedArrayBuffer(8);
  const cell = new Float64Array(shared);
  cell[0] = offset;
  const listeners = new Set<() => void>();
  return {
    shared,
    now: () => Date.now() + (cell[0] ?? 0),
    advance(ms) {
      if (!(ms >= 0)) throw new RangeError(`a clock does not run backwards: ${ms}`);
      cell[0] = (cell[0] ?? 0) + ms;
      for (const listener of [...listeners]) listener();
    },
    onMove(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
}
