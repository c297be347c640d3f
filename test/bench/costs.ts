import type { CounterSet } from '../../packages/local/counters.ts';

/** What a case costs; every figure is exact and repeatable. */
export interface Cost {
  transitions: number;
  lambdaCalls: number;
  writeUnits: number;
  readUnits: number;
  events: number;
  largestPayloadBytes: number;
  longestHistoryEvents: number;
  /** Calls of each function, so that a difference can be explained. */
  calls: Record<string, number>;
}

/** Two decimals are more than anybody needs. */
const rounded = (figure: number) => Math.round(figure * 100) / 100;

/** @param per what falls to one case, of a figure of a set */
export function costsOf(set: CounterSet, per: (count: (set: CounterSet) => number) => number): Cost {
  const sum = (counts: Record<string, number>) =>
    Object.values(counts).reduce((total, count) => total + count, 0);
  return {
    transitions: rounded(per(({ transitions }) => sum(transitions))),
    lambdaCalls: rounded(per(({ invocations }) => sum(invocations))),
    writeUnits: rounded(per(({ writeUnits }) => writeUnits)),
    readUnits: rounded(per(({ readUnits }) => readUnits)),
    events: rounded(per(({ eventsPut }) => eventsPut)),
    largestPayloadBytes: set.largestPayload,
    longestHistoryEvents: set.longestHistory,
    calls: Object.fromEntries(
      Object.keys(set.invocations)
        .sort()
        .map(
          (name) =>
            [
              name.replace('stationkeeper-local-', ''),
              rounded(per(({ invocations }) => invocations[name] ?? 0)),
            ] as const,
        )
        .filter(([, calls]) => calls !== 0),
    ),
  };
}
