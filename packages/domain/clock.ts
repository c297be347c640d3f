/** Time comes in from outside, so that rules are pure and tests and the simulator can move it. */
export interface Clock {
  /** Milliseconds since the epoch. */
  now(): number;
}

export const systemClock: Clock = { now: () => Date.now() };

/** `2026-11-23T08:00:00.000Z`: the one way instants are written in items, events and answers. */
export const instant = (ms: number) => new Date(ms).toISOString();
