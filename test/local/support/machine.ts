import { createClock, type MovableClock } from '../../../packages/local/clock.ts';
import { type Counters, createCounters } from '../../../packages/local/counters.ts';
import { type Journal, openJournal } from '../../../packages/local/journal.ts';
import type { Json } from '../../../packages/local/json.ts';
import type { TaskCall } from '../../../packages/local/states/core.ts';
import { compileDefinition } from '../../../packages/local/states/definition.ts';
import { createRunner, type Runner } from '../../../packages/local/states/runner.ts';
import { StateError } from '../../../packages/local/states/state-error.ts';
import { type ExecutionRow, STATES_SCHEMA } from '../../../packages/local/states/store.ts';

const ARN = 'arn:aws:states:us-east-1:000000000000:stateMachine:';

/** What a Task does in a test: by the last part of its resource. */
export type TestTasks = Record<string, (parameters: Json, call: TaskCall) => Json | Promise<Json>>;

/** A runner over one definition with a clock in the test's hands. */
export interface TestMachine {
  runner: Runner;
  clock: MovableClock;
  counters: Counters;
  journal: Journal;
  /** Starts an execution and lets it run as far as it gets. */
  run(input: Json, name?: string): Promise<ExecutionRow>;
  /** Lets everything happen that is due. */
  settle(): Promise<void>;
  execution(name: string): ExecutionRow;
  history(name: string): string[];
  close(): void;
}

/** Builds the machine `m` (and further ones by name) on a journal, in memory unless a path is given. */
export function aMachine(
  definition: object | Record<string, object>,
  tasks: TestTasks = {},
  options: { path?: string; clock?: MovableClock; resume?: boolean } = {},
): TestMachine {
  const journal = openJournal(options.path ?? ':memory:', [
    'CREATE TABLE IF NOT EXISTS settings (name TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID',
    ...STATES_SCHEMA,
  ]);
  const clock = options.clock ?? createClock();
  const counters = createCounters();
  const all = 'StartAt' in definition ? { m: definition } : (definition as Record<string, object>);
  const problems: string[] = [];
  const runner = createRunner({
    journal,
    clock,
    counters,
    machines: Object.entries(all).map(([name, body]) => ({
      name,
      arn: `${ARN}${name}`,
      roleArn: 'arn:aws:iam::000000000000:role/m',
      role: undefined,
      definition: compileDefinition(JSON.stringify(body)),
    })),
    log: (line) => problems.push(line),
    async tasks(call) {
      const name = call.resource.split(':').at(-1)?.replace('.waitForTaskToken', '') ?? '';
      if (call.resource.includes('states:::states:startExecution')) {
        const { StateMachineArn, Input, Name } = call.parameters as Record<string, Json>;
        const started = runner.start({
          machine: String(StateMachineArn).split(':').at(-1) ?? '',
          name: Name === undefined ? undefined : String(Name),
          input: JSON.stringify(Input ?? {}),
          ...(call.resource.includes('.sync') ? { parent: call.frame } : {}),
        });
        return { ExecutionArn: started.arn };
      }
      const task = tasks[name];
      if (!task) throw new StateError('NoSuchTask', name);
      return task(call.parameters, call);
    },
  });
  if (options.resume) runner.resume();

  async function settle(): Promise<void> {
    for (let quiet = 0; quiet < 4; ) {
      quiet = runner.busy() === 0 ? quiet + 1 : 0;
      await new Promise((done) => setTimeout(done, 1));
    }
    if (problems.length > 0) throw new Error(problems.join('\n'));
  }

  function execution(name: string): ExecutionRow {
    const machine = Object.keys(all)[0] ?? 'm';
    const row = runner.store.executionByArn(`${ARN.replace('stateMachine', 'execution')}${machine}:${name}`);
    if (!row) throw new Error(`no execution ${name}`);
    return row;
  }

  return {
    runner,
    clock,
    counters,
    journal,
    settle,
    execution,
    async run(input, name = 'it') {
      runner.start({ machine: Object.keys(all)[0] ?? 'm', name, input: JSON.stringify(input) });
      await settle();
      return execution(name);
    },
    history: (name) => runner.store.history(execution(name).id, 0, 1000, false).map((event) => event.type),
    close() {
      runner.close();
      journal.close();
    },
  };
}

/** The output of an execution, parsed; throws with its error when it has none. */
export function outputOf(row: ExecutionRow): Json {
  if (row.output === null) throw new Error(`${row.status}: ${row.error} ${row.cause}`);
  return JSON.parse(row.output) as Json;
}

/** A Task state on the task of that name. */
export function task(name: string, more: object = {}): object {
  return { Type: 'Task', Resource: `arn:aws:states:::test:${name}`, ...more };
}
