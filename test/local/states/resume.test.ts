import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createClock } from '../../../packages/local/clock.ts';
import type { Json } from '../../../packages/local/json.ts';
import { aMachine, outputOf, type TestMachine, task } from '../support/machine.ts';

const definition = {
  StartAt: 'First',
  States: {
    First: task('first', { ResultPath: '$.first', Next: 'Both' }),
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: task('left', { End: true }) } },
        {
          StartAt: 'Pause',
          States: { Pause: { Type: 'Wait', Seconds: 5, Next: 'Right' }, Right: task('right', { End: true }) },
        },
      ],
      ResultPath: '$.both',
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      MaxConcurrency: 2,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Item',
        States: { Item: task('item', { End: true }) },
      },
      ResultPath: '$.each',
      Next: 'Ask',
    },
    Ask: task('ask.waitForTaskToken', {
      Parameters: { 'token.$': '$$.Task.Token' },
      ResultPath: '$.answer',
      Next: 'Last',
    }),
    Last: task('last', { ResultPath: '$.last', End: true }),
  },
};

/** The world outside the runner: it remembers calls and acknowledgements across the crash. */
function aWorld() {
  const calls: Record<string, number> = {};
  const world = { calls, token: '', acknowledged: false, running: 0 };
  const answer =
    (name: string) =>
    (input: Json): Json => {
      const key = name === 'item' ? `item ${String(input)}` : name;
      calls[key] = (calls[key] ?? 0) + 1;
      if (name === 'ask') world.token = String((input as { token: string }).token);
      return `${name} done`;
    };
  const names = ['first', 'left', 'right', 'item', 'ask', 'last'];
  return { world, tasks: Object.fromEntries(names.map((name) => [name, answer(name)])) };
}

const EXPECTED = {
  items: [1, 2, 3],
  first: 'first done',
  both: ['left done', 'right done'],
  each: ['item done', 'item done', 'item done'],
  answer: 'yes',
  last: 'last done',
};

/** Lets the execution go as far as it gets and plays the person who answers, once. */
async function drive(machine: TestMachine, world: ReturnType<typeof aWorld>['world']): Promise<void> {
  machine.runner.start({ machine: 'm', name: 'it', input: '{"items":[1,2,3]}' });
  for (let round = 0; round < 4; round += 1) {
    await machine.settle();
    machine.clock.advance(6_000);
    await machine.settle();
    if (world.token !== '' && !world.acknowledged) {
      machine.runner.succeed(world.token, '"yes"');
      await machine.journal.durable();
      world.acknowledged = true;
    }
  }
}

/** Makes the journal die with its `n`-th write: that write is the last that reaches the file. */
function dieAt(machine: TestMachine, n: number): { died(): boolean; writes(): number } {
  const { journal } = machine;
  const write = journal.write;
  let writes = 0;
  let dead = false;
  journal.write = (change) => {
    if (dead) throw new Error('the process is dead');
    writes += 1;
    const result = write(change);
    if (writes === n) {
      dead = true;
      machine.close();
    }
    return result;
  };
  journal.durable = (
    (durable) => () =>
      dead ? Promise.reject(new Error('dead')) : durable()
  )(journal.durable);
  return { died: () => dead, writes: () => writes };
}

describe('a process that ends at any write of the journal', () => {
  test('leaves an execution that the next process brings to the same end', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stationkeeper-resume-'));
    const whole = aWorld();
    const undisturbed = aMachine(definition, whole.tasks, { path: join(folder, 'whole.db') });
    const counter = dieAt(undisturbed, Number.POSITIVE_INFINITY);
    await drive(undisturbed, whole.world);
    expect(outputOf(undisturbed.execution('it'))).toEqual(EXPECTED);
    const steps = counter.writes();
    expect(steps).toBeGreaterThan(30);

    for (let step = 1; step < steps; step += 1) {
      const { world, tasks } = aWorld();
      const clock = createClock();
      const path = join(folder, `${step}.db`);
      const first = aMachine(definition, tasks, { path, clock });
      const death = dieAt(first, step);
      await drive(first, world).catch(() => undefined);
      expect(death.died(), `write ${step}`).toBe(true);

      const second = aMachine(definition, tasks, { path, clock, resume: true });
      await second.settle();
      const before = second.runner.store.executionByArn(
        'arn:aws:states:us-east-1:000000000000:execution:m:it',
      );
      if (before?.status === 'SUCCEEDED') {
        expect(outputOf(before), `write ${step}`).toEqual(EXPECTED);
      } else {
        await drive(second, world);
        expect(outputOf(second.execution('it')), `write ${step}`).toEqual(EXPECTED);
      }
      // At least once, and again only what was under way when the process ended.
      const repeated = Object.values(world.calls).reduce((sum, count) => sum + count - 1, 0);
      expect(repeated, `write ${step}: ${JSON.stringify(world.calls)}`).toBeLessThanOrEqual(2);
      expect(second.runner.store.countRunning(), `write ${step}`).toBe(0);
      second.close();
    }
  });

  test('keeps a redeemed token: the answer is not asked for again', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'stationkeeper-resume-'));
    const path = join(folder, 'journal.db');
    const { world, tasks } = aWorld();
    const ask = {
      StartAt: 'Ask',
      States: { Ask: { ...definition.States.Ask, Next: 'Last' }, Last: definition.States.Last },
    };
    const first = aMachine(ask, tasks, { path });
    await first.run({});
    first.runner.succeed(world.token, '"yes"');
    await first.journal.durable();
    first.close();
    const second = aMachine(ask, tasks, { path, resume: true });
    await second.settle();
    expect(outputOf(second.execution('it'))).toEqual({ answer: 'yes', last: 'last done' });
    expect(world.calls.ask).toBe(1);
    second.close();
  });

  test('does not run a finished execution again', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stationkeeper-resume-')), 'journal.db');
    const { world, tasks } = aWorld();
    const once = { StartAt: 'Last', States: { Last: definition.States.Last } };
    const first = aMachine(once, tasks, { path });
    await first.run({});
    first.close();
    const second = aMachine(once, tasks, { path, resume: true });
    await second.settle();
    expect(world.calls).toEqual({ last: 1 });
    second.close();
  });

  test('goes on with the definition it was started with', async () => {
    const path = join(mkdtempSync(join(tmpdir(), 'stationkeeper-resume-')), 'journal.db');
    const wait = (answer: string) => ({
      StartAt: 'Wait',
      States: {
        Wait: { Type: 'Wait', Seconds: 5, Next: 'Say' },
        Say: { Type: 'Pass', Result: answer, End: true },
      },
    });
    const first = aMachine(wait('old'), {}, { path });
    await first.run({});
    first.close();
    const second = aMachine(wait('new'), {}, { path, resume: true });
    second.clock.advance(6_000);
    await second.settle();
    expect(outputOf(second.execution('it'))).toBe('old');
    second.close();
  });
});
