import { describe, expect, test } from 'vitest';
import { StateError } from '../../../packages/local/states/state-error.ts';
import { aMachine, outputOf, task } from '../support/machine.ts';

describe('a Pass state', () => {
  test('shapes its input with paths, templates and intrinsic functions', async () => {
    const machine = aMachine({
      StartAt: 'Shape',
      States: {
        Shape: {
          Type: 'Pass',
          InputPath: '$.in',
          Parameters: {
            'label.$': "States.Format('{}-{}', $.a, $$.Execution.Name)",
            'started.$': '$$.Execution.Input.in.a',
          },
          ResultPath: '$.shaped',
          OutputPath: '$.shaped',
          End: true,
        },
      },
    });
    expect(outputOf(await machine.run({ in: { a: 'x' } }))).toEqual({ label: 'x-it', started: 'x' });
  });

  test('gives a Result that is false, and takes $ as ResultPath', async () => {
    const machine = aMachine({
      StartAt: 'No',
      States: {
        No: { Type: 'Pass', Result: false, ResultPath: '$.answer', Next: 'Same' },
        Same: { Type: 'Pass', ResultPath: '$', OutputPath: '$', End: true },
      },
    });
    expect(outputOf(await machine.run({}))).toEqual({ answer: false });
  });

  test('a path that points nowhere ends the execution with States.Runtime, which nothing catches', async () => {
    const machine = aMachine({
      StartAt: 'Lost',
      States: {
        Lost: task('echo', {
          Parameters: { 'x.$': '$.missing' },
          Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Caught' }],
          End: true,
        }),
        Caught: { Type: 'Pass', End: true },
      },
    });
    expect(await machine.run({})).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
  });
});

describe('a Choice state', () => {
  const definition = {
    StartAt: 'Grade?',
    States: {
      'Grade?': {
        Type: 'Choice',
        Choices: [
          { Variable: '$.score', NumericGreaterThanEquals: 90, Next: 'A' },
          {
            And: [
              { Variable: '$.score', IsPresent: true },
              { Variable: '$.score', NumericLessThan: 60 },
            ],
            Next: 'D',
          },
        ],
        Default: 'B',
      },
      A: { Type: 'Pass', Result: 'A', End: true },
      B: { Type: 'Pass', Result: 'B', End: true },
      D: { Type: 'Fail', Error: 'TooLow', CausePath: "States.Format('scored {}', $.score)" },
    },
  };

  test.each([
    [95, 'A'],
    [70, 'B'],
  ])('%i goes to %s', async (score, grade) => {
    expect(outputOf(await aMachine(definition).run({ score }))).toBe(grade);
  });

  test('a Fail state names error and cause', async () => {
    expect(await aMachine(definition).run({ score: 5 })).toMatchObject({
      status: 'FAILED',
      error: 'TooLow',
      cause: 'scored 5',
    });
  });

  test('without a match and a Default it fails with States.NoChoiceMatched', async () => {
    const machine = aMachine({
      StartAt: 'Any?',
      States: {
        'Any?': { Type: 'Choice', Choices: [{ Variable: '$.a', StringEquals: 'x', Next: 'End' }] },
        End: { Type: 'Succeed' },
      },
    });
    expect(await machine.run({ a: 'y' })).toMatchObject({
      status: 'FAILED',
      error: 'States.NoChoiceMatched',
    });
  });
});

describe('a Wait state', () => {
  test('waits by the movable clock, also for longer than Node has timers', async () => {
    const machine = aMachine({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', SecondsPath: '$.seconds', Next: 'Done' }, Done: { Type: 'Succeed' } },
    });
    const days = 24 * 3600;
    expect((await machine.run({ seconds: 60 * days })).status).toBe('RUNNING');
    machine.clock.advance(59 * days * 1000);
    await machine.settle();
    expect(machine.execution('it').status).toBe('RUNNING');
    machine.clock.advance(days * 1000);
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ seconds: 60 * days });
  });

  test('a timestamp that is past does not wait', async () => {
    const machine = aMachine({
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', End: true } },
    });
    expect((await machine.run({ a: 1 })).status).toBe('SUCCEEDED');
  });
});

describe('a Task that fails', () => {
  test('is tried again after the pauses its Retry names, then caught; every attempt counts as a transition', async () => {
    let calls = 0;
    const machine = aMachine(
      {
        StartAt: 'Try',
        States: {
          Try: task('flaky', {
            Retry: [{ ErrorEquals: ['Busy'], IntervalSeconds: 10, BackoffRate: 2, MaxAttempts: 2 }],
            Catch: [{ ErrorEquals: ['Busy'], ResultPath: '$.error', Next: 'Caught' }],
            End: true,
          }),
          Caught: { Type: 'Pass', End: true },
        },
      },
      {
        flaky() {
          calls += 1;
          throw new StateError('Busy', `call ${calls}`);
        },
      },
    );
    await machine.run({ id: 1 });
    expect(calls).toBe(1);
    machine.clock.advance(9_000);
    await machine.settle();
    expect(calls).toBe(1);
    machine.clock.advance(1_100);
    await machine.settle();
    expect(calls).toBe(2);
    machine.clock.advance(20_100);
    await machine.settle();
    expect(calls).toBe(3);
    expect(outputOf(machine.execution('it'))).toEqual({ id: 1, error: { Error: 'Busy', Cause: 'call 3' } });
    expect(machine.counters.snapshot().transitions).toEqual({ 'm/Try': 3, 'm/Caught': 1 });
  });

  test('States.ALL retries but leaves a result that is too large to States.DataLimitExceeded', async () => {
    const machine = aMachine(
      {
        StartAt: 'Big',
        States: {
          Big: task('big', {
            Catch: [
              { ErrorEquals: ['States.DataLimitExceeded'], Next: 'TooBig' },
              { ErrorEquals: ['States.ALL'], Next: 'Other' },
            ],
            End: true,
          }),
          TooBig: { Type: 'Pass', Result: 'too big', End: true },
          Other: { Type: 'Pass', Result: 'other', End: true },
        },
      },
      { big: () => 'x'.repeat(262_144) },
    );
    expect(outputOf(await machine.run({}))).toBe('too big');
    expect(machine.counters.snapshot().largestPayload).toBe(262_146);
  });

  test('times out by TimeoutSeconds; the late answer changes nothing', async () => {
    const answer = Promise.withResolvers<string>();
    const machine = aMachine(
      {
        StartAt: 'Slow',
        States: {
          Slow: task('slow', {
            TimeoutSecondsPath: '$.limit',
            Catch: [
              { ErrorEquals: ['States.TaskFailed'], Next: 'Failed' },
              { ErrorEquals: ['States.Timeout'], ResultPath: null, Next: 'Late' },
            ],
            End: true,
          }),
          Failed: { Type: 'Fail' },
          Late: { Type: 'Pass', End: true },
        },
      },
      { slow: () => answer.promise },
    );
    machine.runner.start({ machine: 'm', name: 'it', input: '{"limit":30}' });
    await new Promise((done) => setTimeout(done, 20));
    machine.clock.advance(30_000);
    await new Promise((done) => setTimeout(done, 20));
    expect(outputOf(machine.execution('it'))).toEqual({ limit: 30 });
    answer.resolve('late');
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ limit: 30 });
  });

  test('the whole execution ends with TIMED_OUT at its own TimeoutSeconds', async () => {
    const machine = aMachine({
      TimeoutSeconds: 60,
      StartAt: 'Wait',
      States: { Wait: { Type: 'Wait', Seconds: 90, End: true } },
    });
    await machine.run({});
    machine.clock.advance(61_000);
    await machine.settle();
    expect(machine.execution('it')).toMatchObject({ status: 'TIMED_OUT', error: 'States.Timeout' });
    expect(machine.runner.store.nextDue()).toBeUndefined();
  });
});

describe('a Parallel state', () => {
  const branch = (name: string) => ({ StartAt: name, States: { [name]: task(name, { End: true }) } });

  test('joins the outputs of its branches in their order', async () => {
    const machine = aMachine(
      {
        StartAt: 'Both',
        States: { Both: { Type: 'Parallel', Branches: [branch('left'), branch('right')], End: true } },
      },
      { left: () => new Promise((done) => setTimeout(() => done('L'), 15)), right: () => 'R' },
    );
    expect(outputOf(await machine.run({}))).toEqual(['L', 'R']);
  });

  test('fails with the first branch that fails, and the others end', async () => {
    const machine = aMachine(
      {
        StartAt: 'Both',
        States: {
          Both: {
            Type: 'Parallel',
            Branches: [
              branch('bad'),
              { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 500, End: true } } },
            ],
            Catch: [{ ErrorEquals: ['Broken'], ResultPath: '$.why', Next: 'Caught' }],
            End: true,
          },
          Caught: { Type: 'Pass', OutputPath: '$.why.Error', End: true },
        },
      },
      {
        bad() {
          throw new StateError('Broken', 'no');
        },
      },
    );
    expect(outputOf(await machine.run({}))).toBe('Broken');
    expect(machine.runner.store.nextDue()).toBeUndefined();
  });
});

describe('an execution started by another', () => {
  const child = { StartAt: 'Work', States: { Work: task('work', { End: true }) } };
  const parent = (resource: string) => ({
    StartAt: 'Call',
    States: {
      Call: {
        Type: 'Task',
        Resource: `arn:aws:states:::states:startExecution${resource}`,
        Parameters: {
          StateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:child',
          Input: { n: 1 },
        },
        End: true,
      },
    },
  });

  test('is waited for with .sync:2, its output as JSON', async () => {
    const machine = aMachine({ parent: parent('.sync:2'), child }, { work: (input) => ({ got: input }) });
    expect(outputOf(await machine.run({}))).toMatchObject({ Status: 'SUCCEEDED', Output: { got: { n: 1 } } });
  });

  test('fails the state that waits when it fails', async () => {
    const machine = aMachine(
      { parent: parent('.sync:2'), child },
      {
        work() {
          throw new StateError('Broken', 'no');
        },
      },
    );
    expect(await machine.run({})).toMatchObject({ status: 'FAILED', error: 'States.TaskFailed' });
  });
});

describe('starting by name', () => {
  const definition = { StartAt: 'Wait', States: { Wait: { Type: 'Wait', Seconds: 5, End: true } } };

  test('the same name and input again is the same execution; another input is refused; so is a name that has ended', async () => {
    const machine = aMachine(definition);
    const first = await machine.run({ a: 1, b: 2 }, 'key');
    expect(machine.runner.start({ machine: 'm', name: 'key', input: '{"b":2,"a":1}' }).id).toBe(first.id);
    expect(() => machine.runner.start({ machine: 'm', name: 'key', input: '{"a":2}' })).toThrow(
      'Already Exists',
    );
    machine.clock.advance(5000);
    await machine.settle();
    expect(() => machine.runner.start({ machine: 'm', name: 'key', input: '{"a":1,"b":2}' })).toThrow(
      'Already Exists',
    );
  });

  test('a stopped execution does nothing more', async () => {
    const machine = aMachine(definition);
    const { arn } = await machine.run({});
    machine.runner.stop(arn, 'Enough', 'by hand');
    machine.clock.advance(10_000);
    await machine.settle();
    expect(machine.execution('it')).toMatchObject({ status: 'ABORTED', error: 'Enough', cause: 'by hand' });
  });
});
