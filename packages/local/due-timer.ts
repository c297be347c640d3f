import type { MovableClock } from './clock.ts';

/** Calls `look` when the next due time has come, by the movable clock. */
export interface DueTimer {
  /** Something is due at `at` (milliseconds since 1970). */
  at(at: number): void;
  stop(): void;
}

const LONGEST_TIMER = 3_600_000;

/**
 * One timer for any number of due times: `look` does what is due and tells the next time by `at`. Due times may lie
 * years ahead (Node's timers overflow after 24.8 days), so the timer is only the next look, never the whole wait.
 */
export function createDueTimer(clock: MovableClock, look: () => void): DueTimer {
  let timer: NodeJS.Timeout | undefined;
  let timerAt = Number.POSITIVE_INFINITY;
  let stopped = false;

  function fire(): void {
    if (stopped) return;
    clearTimeout(timer);
    const wanted = timerAt;
    timerAt = Number.POSITIVE_INFINITY;
    if (wanted > clock.now()) at(wanted);
    else look();
  }

  function at(when: number): void {
    if (stopped || when >= timerAt) return;
    timerAt = when;
    clearTimeout(timer);
    timer = setTimeout(fire, Math.min(Math.max(when - clock.now(), 0), LONGEST_TIMER));
    timer.unref();
  }

  const unsubscribe = clock.onMove(fire);
  return {
    at,
    stop() {
      stopped = true;
      clearTimeout(timer);
      unsubscribe();
    },
  };
}
