import { asString, type JsonObject } from '../json.ts';
import { historyEvents } from './history.ts';
import type { Runner } from './runner.ts';
import type { ExecutionRow, ExecutionStatus } from './store.ts';

/** Reading executions. */
export interface Executions {
  list(machine: string, status?: ExecutionStatus, limit?: number): ExecutionRow[];
  describe(arn: string): ExecutionRow | undefined;
  history(arn: string): JsonObject[];
  /** Running executions of all machines, children of Distributed Maps included. */
  running(): number;
  /** Name -> ARN of the machines. */
  machines(): Record<string, string>;
}

/** Executions of a runner, for people and tests. */
export function readExecutions(runner: Runner): Executions {
  const { store } = runner;
  return {
    list: (machine, status, limit = 100) =>
      store.listExecutions(machine, status, Number.MAX_VALUE, Number.MAX_SAFE_INTEGER, limit),
    describe: (arn) => store.executionByArn(arn),
    history(arn) {
      const execution = store.executionByArn(arn);
      const events: JsonObject[] = [];
      for (let after: string | undefined = '0'; execution && after !== undefined; ) {
        const query = { limit: 1000, reversed: false, withData: true, after };
        const page: JsonObject = historyEvents(store, execution, query);
        events.push(...(page.events as JsonObject[]));
        after = asString(page.nextToken);
      }
      return events;
    },
    running: () => store.countRunning(),
    machines: () => Object.fromEntries(runner.machines().map(({ name, arn }) => [name, arn])),
  };
}
