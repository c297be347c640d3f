import { describe, expect, test } from 'vitest';
import { cutBatches } from '../../../packages/local/states/map.ts';
import { StateError } from '../../../packages/local/states/state-error.ts';
import { aMachine, outputOf, task } from '../support/machine.ts';

const each = (more: object = {}, config: object = {}) => ({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemsPath: '$.items',
      ItemProcessor: {
        ProcessorConfig: config,
        StartAt: 'Work',
        States: { Work: task('work', { End: true }) },
      },
      End: true,
      ...more,
    },
    Caught: { Type: 'Pass', OutputPath: '$.Error', End: true },
  },
});
const distributed = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };

describe('an inline Map', () => {
  test('works on every item and keeps their order', async () => {
    const machine = aMachine(each(), { work: (n) => Number(n) * 2 });
    expect(outputOf(await machine.run({ items: [1, 2, 3] }))).toEqual([2, 4, 6]);
    expect(machine.counters.snapshot().transitions).toEqual({ 'm/Each': 1, 'm/Work': 3 });
  });

  test('an empty list gives an empty list', async () => {
    expect(outputOf(await aMachine(each()).run({ items: [] }))).toEqual([]);
  });

  test('the selector sees item, index and the state input', async () => {
    const machine = aMachine(
      each({
        ItemSelector: {
          'id.$': '$$.Map.Item.Value.id',
          'index.$': '$$.Map.Item.Index',
          'all.$': '$.edition',
        },
      }),
      { work: (input) => input },
    );
    expect(outputOf(await machine.run({ edition: 7, items: [{ id: 'a' }, { id: 'b' }] }))).toEqual([
      { id: 'a', index: 0, all: 7 },
      { id: 'b', index: 1, all: 7 },
    ]);
  });

  test('runs no more items at a time than MaxConcurrency', async () => {
    let now = 0;
    let most = 0;
    const machine = aMachine(each({ MaxConcurrency: 2 }), {
      async work(n) {
        now += 1;
        most = Math.max(most, now);
        await new Promise((done) => setTimeout(done, 3));
        now -= 1;
        return n;
      },
    });
    expect(outputOf(await machine.run({ items: [1, 2, 3, 4, 5] }))).toEqual([1, 2, 3, 4, 5]);
    expect(most).toBe(2);
  });

  test('one failing item fails the state', async () => {
    const machine = aMachine(each({ Catch: [{ ErrorEquals: ['Bad'], Next: 'Caught' }] }), {
      work(n) {
        if (n === 2) throw new StateError('Bad', 'item 2');
        return n;
      },
    });
    expect(outputOf(await machine.run({ items: [1, 2, 3] }))).toBe('Bad');
  });
});

describe('a Distributed Map', () => {
  test('gives each child execution a batch, with what all batches share', async () => {
    const inputs: unknown[] = [];
    const machine = aMachine(
      each({ ItemBatcher: { MaxItemsPerBatch: 2, BatchInput: { 'edition.$': '$.edition' } } }, distributed),
      {
        work(input) {
          inputs.push(input);
          return (input as { Items: number[] }).Items.length;
        },
      },
    );
    expect(outputOf(await machine.run({ edition: 'e1', items: [1, 2, 3, 4, 5] }))).toEqual([2, 2, 1]);
    // Children run side by side, so their calls come in any order.
    const first = (input: unknown) => (input as { Items: number[] }).Items[0] ?? 0;
    expect(inputs.sort((a, b) => first(a) - first(b))).toEqual([
      { BatchInput: { edition: 'e1' }, Items: [1, 2] },
      { BatchInput: { edition: 'e1' }, Items: [3, 4] },
      { BatchInput: { edition: 'e1' }, Items: [5] },
    ]);
    expect(machine.counters.snapshot().transitions).toEqual({ 'm/Each': 1, 'm/Work': 3 });
    expect(machine.history('it')).toContain('MapRunSucceeded');
  });

  test('children of type EXPRESS count as runs, not as transitions', async () => {
    const machine = aMachine(each({}, { ...distributed, ExecutionType: 'EXPRESS' }), { work: (n) => n });
    await machine.run({ items: [1, 2, 3] });
    expect(machine.counters.snapshot()).toMatchObject({ expressRuns: 3, transitions: { 'm/Each': 1 } });
  });

  const failing = {
    work(n: unknown) {
      if (Number(n) % 10 === 0) throw new StateError('Bad', String(n));
      return Number(n);
    },
  };
  const twenty = Array.from({ length: 20 }, (_, index) => index + 1);

  test('failures within the tolerated share leave no entry and do no harm', async () => {
    const machine = aMachine(each({ ToleratedFailurePercentage: 10 }, distributed), failing);
    const output = outputOf(await machine.run({ items: twenty }));
    expect(output).toEqual(twenty.filter((n) => n % 10 !== 0));
  });

  test('one failure more than tolerated fails the state with its own error', async () => {
    const machine = aMachine(
      each(
        {
          ToleratedFailureCountPath: '$.tolerated',
          Catch: [{ ErrorEquals: ['States.ExceedToleratedFailureThreshold'], Next: 'Caught' }],
        },
        distributed,
      ),
      failing,
    );
    expect(outputOf(await machine.run({ tolerated: 1, items: twenty }))).toBe(
      'States.ExceedToleratedFailureThreshold',
    );
    expect(machine.runner.store.countRunning()).toBe(0);
  });

  test('a retry starts the children anew', async () => {
    let fails = true;
    const machine = aMachine(
      each({ Retry: [{ ErrorEquals: ['States.ALL'], IntervalSeconds: 1 }] }, distributed),
      {
        work(n) {
          if (fails) throw new StateError('Bad', '');
          return n;
        },
      },
    );
    await machine.run({ items: [1, 2] });
    fails = false;
    machine.clock.advance(1_100);
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual([1, 2]);
  });

  test('batches are cut by bytes as well as by number', () => {
    const item = 'x'.repeat(98);
    expect(cutBatches(Array(5).fill(item), 10, 205).map((batch) => batch.length)).toEqual([2, 2, 1]);
    expect(cutBatches([item, item], 1).length).toBe(2);
  });
});
