import { describe, expect, test } from 'vitest';
import { aMachine, outputOf, task } from '../support/machine.ts';

const ask = (more: object = {}) =>
  task('ask.waitForTaskToken', {
    Parameters: { 'token.$': '$$.Task.Token' },
    ResultPath: '$.answer',
    ...more,
  });

function waiting(more: object = {}) {
  const tokens: string[] = [];
  const machine = aMachine(
    {
      StartAt: 'Ask',
      States: { Ask: ask({ ...more, End: true }), Late: { Type: 'Pass', Result: 'late', End: true } },
    },
    {
      ask(parameters) {
        tokens.push(String((parameters as { token: string }).token));
        return {};
      },
    },
  );
  return { machine, tokens };
}

describe('a Task that waits for its token', () => {
  test('goes on with the output that is sent for the token', async () => {
    const { machine, tokens } = waiting();
    expect((await machine.run({ id: 1 })).status).toBe('RUNNING');
    machine.runner.succeed(tokens[0] ?? '', '{"decision":"yes"}');
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ id: 1, answer: { decision: 'yes' } });
    expect(machine.history('it')).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      'TaskScheduled',
      'TaskStarted',
      'TaskSubmitted',
      'TaskSucceeded',
      'TaskStateExited',
      'ExecutionSucceeded',
    ]);
  });

  test('fails with the error that is sent for the token', async () => {
    const { machine, tokens } = waiting();
    await machine.run({});
    machine.runner.fail(tokens[0] ?? '', 'Declined', 'not this year');
    await machine.settle();
    expect(machine.execution('it')).toMatchObject({
      status: 'FAILED',
      error: 'Declined',
      cause: 'not this year',
    });
  });

  test('a token is good once', async () => {
    const { machine, tokens } = waiting();
    await machine.run({});
    machine.runner.succeed(tokens[0] ?? '', '1');
    expect(() => machine.runner.succeed(tokens[0] ?? '', '1')).toThrow(
      expect.objectContaining({ code: 'TaskTimedOut' }),
    );
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ answer: 1 });
  });

  test('a token nobody issued is invalid', async () => {
    const { machine } = waiting();
    await machine.run({});
    expect(() => machine.runner.succeed('made-up.token', '1')).toThrow(
      expect.objectContaining({ code: 'InvalidToken' }),
    );
  });

  test('a result before the time-out counts, one after it is refused', async () => {
    const catching = { TimeoutSeconds: 3600, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'Late' }] };
    const early = waiting(catching);
    await early.machine.run({});
    early.machine.clock.advance(3_500_000);
    early.machine.runner.succeed(early.tokens[0] ?? '', '"in time"');
    await early.machine.settle();
    expect(outputOf(early.machine.execution('it'))).toEqual({ answer: 'in time' });

    const late = waiting(catching);
    await late.machine.run({});
    late.machine.clock.advance(3_600_001);
    expect(() => late.machine.runner.succeed(late.tokens[0] ?? '', '"too late"')).toThrow(
      expect.objectContaining({ code: 'TaskTimedOut' }),
    );
    await late.machine.settle();
    expect(outputOf(late.machine.execution('it'))).toBe('late');
  });

  test('heartbeats keep it alive; the first one missed ends it', async () => {
    const { machine, tokens } = waiting({
      TimeoutSeconds: 3600,
      HeartbeatSeconds: 60,
      Catch: [{ ErrorEquals: ['States.HeartbeatTimeout'], Next: 'Late' }],
    });
    await machine.run({});
    for (let minute = 0; minute < 5; minute += 1) {
      machine.clock.advance(55_000);
      await machine.settle();
      machine.runner.heartbeat(tokens[0] ?? '');
    }
    expect(machine.execution('it').status).toBe('RUNNING');
    machine.clock.advance(61_000);
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toBe('late');
  });

  test('a retry hands out a new token; the old one is closed', async () => {
    const { machine, tokens } = waiting({
      TimeoutSeconds: 60,
      Retry: [{ ErrorEquals: ['States.Timeout'], IntervalSeconds: 1 }],
    });
    await machine.run({});
    machine.clock.advance(61_000);
    await machine.settle();
    machine.clock.advance(1_100);
    await machine.settle();
    expect(tokens).toHaveLength(2);
    expect(() => machine.runner.succeed(tokens[0] ?? '', '1')).toThrow(
      expect.objectContaining({ code: 'TaskTimedOut' }),
    );
    machine.runner.succeed(tokens[1] ?? '', '2');
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ answer: 2 });
  });

  test('a token may be redeemed while the call that hands it out is still under way', async () => {
    const call = Promise.withResolvers<null>();
    let token = '';
    const machine = aMachine(
      { StartAt: 'Ask', States: { Ask: ask({ End: true }) } },
      {
        ask(parameters) {
          token = String((parameters as { token: string }).token);
          return call.promise;
        },
      },
    );
    machine.runner.start({ machine: 'm', name: 'it', input: '{}' });
    while (token === '') await new Promise((done) => setTimeout(done, 1));
    machine.runner.succeed(token, '"quick"');
    call.resolve(null);
    await machine.settle();
    expect(outputOf(machine.execution('it'))).toEqual({ answer: 'quick' });
  });
});

describe('many executions that wait', () => {
  test('cost no timer each: five hundred due times are one timer', async () => {
    const { machine } = waiting({ TimeoutSeconds: 86_400 * 300 });
    const { clock } = machine;
    const timers = () => process.getActiveResourcesInfo().filter((name) => name === 'Timeout').length;
    const before = timers();
    for (let n = 0; n < 500; n += 1) machine.runner.start({ machine: 'm', name: `n${n}`, input: '{}' });
    await machine.settle();
    expect(timers() - before).toBeLessThanOrEqual(1);
    clock.advance(86_400 * 301 * 1000);
    await machine.settle();
    expect(machine.runner.store.countRunning()).toBe(0);
  });
});
