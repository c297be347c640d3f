import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { keys } from '../../../packages/table/keys.ts';
import type { BrokenCall } from '../../support/broken-calls.ts';
import {
  type Correction,
  type CorrectionStage,
  correctionStage,
  workflow,
} from '../../support/correction-stage.ts';
import { day } from '../../support/workflow-stage.ts';

/*
 * Every way through the workflow of a correction, with the real definition, functions and table. What happened is
 * compared with `corrective-action.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const golden = (scenario: string) => new URL(`./${workflow}.${scenario}.txt`, import.meta.url);

let stage: CorrectionStage;
beforeAll(async () => {
  stage = await correctionStage();
});
afterAll(() => stage.end());
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  await stage.forgetStopped();
});

const eventsPut = (id: string) => stage.running.platform.counters.ofCase(id)?.eventsPut;
const transitions = (name: string) =>
  stage.history(workflow, name).filter(({ type }) => type.endsWith('StateEntered')).length;

/** A call of the workflow that goes wrong. */
const broken = (call: BrokenCall['call'], error: string, times = 1): BrokenCall => ({
  caller: workflow,
  call,
  error,
  times,
});
/** A call of the workflow that takes too long; it is made all the same. */
const slow = (call: BrokenCall['call'], seconds: number): BrokenCall => ({
  caller: workflow,
  call,
  times: 1,
  meanwhile: () => stage.running.platform.clock.advance(seconds * 1000),
});
const busyTable = [
  'ProvisionedThroughputExceededException',
  'ThrottlingException',
  'InternalServerErrorException',
];

async function pass(story: Correction['story'], days: number): Promise<void> {
  story.note(`${days} days pass`);
  await stage.pass(days * day);
}

describe('A minor nonconformity', () => {
  test('that is corrected in time costs two transitions', async () => {
    const correction = await stage.raise('minor');
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('minor-in-time'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'closed', round: 1 });
    expect(transitions(correction.id)).toBe(2);
    expect(eventsPut(correction.id) ?? 0).toBe(0);
  });

  test('whose first due date is kept is looked at again, and nobody is told', async () => {
    const correction = await stage.raise('minor');
    await stage.take(correction.master, correction.id, 'steps', { containment: '已隔离' });
    await pass(correction.story, 8);
    await stage.take(correction.master, correction.id, 'steps', {
      rootCause: '交接单没有该栏',
      plan: '修订交接单',
      implementation: '新交接单已启用',
      evidence: '照片3',
    });
    await stage.verify(correction);
    correction.story.compare(golden('kept-due-date'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'closed' });
  });

  test('that nobody corrects climbs the ladder, and everybody is told again each week', async () => {
    const correction = await stage.raise('minor');
    await pass(correction.story, 8);
    await pass(correction.story, 2);
    await pass(correction.story, 4);
    await pass(correction.story, 7);
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('nobody-corrects'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'closed' });
  });
});

describe('A table that is busy while the correction begins to wait', () => {
  test('is asked again, and steps taken meanwhile are found', async () => {
    stage.calls.break(...busyTable.map((error) => broken('DynamoDB.UpdateItem', error)));
    const correction = await stage.raise('minor');
    await stage.correct(correction);
    await stage.verify(correction);
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('table-busy'));
    expect(stage.statusOf(workflow, correction.id)).toBe('SUCCEEDED');
  });

  test('may have kept the token all the same: only the last one counts', async () => {
    stage.calls.break({ ...broken('DynamoDB.UpdateItem', 'InternalServerErrorException'), when: 'after' });
    const correction = await stage.raise('minor');
    const wait = keys.correctionWait(correction.id, 'correction', 1);
    const first = await stage.get<{ token: string }>(wait);
    await stage.passRetries(workflow, correction.id);
    expect((await stage.get<{ token: string }>(wait)).token).not.toBe(first.token);
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('asked-twice'));
  });

  test('stops the watch in sight of its owner when it stays so; the steps go on', async () => {
    stage.calls.break(broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const correction = await stage.raise('minor');
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('table-out'));
    expect(eventsPut(correction.id)).toBe(1);
    await stage.correct(correction);
    await stage.verify(correction);
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'closed' });
  });
});

describe('A look that is disturbed', () => {
  test('is tried again when Lambda or the table has trouble', async () => {
    const correction = await stage.raise('minor');
    stage.calls.break(
      broken('Lambda.Invoke', 'ServiceException'),
      broken('Lambda.Invoke', 'AWSLambdaException'),
      { ...broken('Lambda.Invoke', 'SdkClientException'), when: 'after' },
      broken('Lambda.Invoke', 'TooManyRequestsException'),
      slow('Lambda.Invoke', 21),
    );
    await pass(correction.story, 8);
    await stage.passRetries(workflow, correction.id);
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('look-disturbed'));
    expect(stage.statusOf(workflow, correction.id)).toBe('SUCCEEDED');
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const correction = await stage.raise('minor');
    stage.calls.break({
      caller: 'watch-correction',
      call: 'DynamoDB.GetItem',
      status: 500,
      error: 'InternalServerError',
    });
    await pass(correction.story, 8);
    expect(stage.calls.mend()).toEqual([]);
    stage.calls.break(broken('Lambda.Invoke', 'Sandbox.Timedout'));
    await stage.passRetries(workflow, correction.id);
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('look-without-table'));
  });

  test('stops the watch in sight of its owner when the trouble lasts', async () => {
    const correction = await stage.raise('minor');
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await pass(correction.story, 8);
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('look-out'));
    expect(eventsPut(correction.id)).toBe(1);
  });

  test('is not tried again when the nonconformity is not there', async () => {
    const correction = await stage.raise('minor');
    correction.story.note('the nonconformity is gone from the table');
    await stage.remove(keys.nonconformity(correction.id));
    await pass(correction.story, 8);
    correction.story.compare(golden('nonconformity-gone'));
  });

  test('ends the watch when its phase is over and nobody could tell it', async () => {
    const correction = await stage.raise('minor');
    await stage.correct(correction);
    const wait = keys.correctionWait(correction.id, 'correction', 1);
    await stage.remove(wait);
    correction.story.note('the wait is gone from the table');
    await stage.verify(correction);
    expect(stage.statusOf(workflow, correction.id)).toBe('RUNNING');
    await pass(correction.story, 8);
    correction.story.compare(golden('wait-gone'));
    expect(stage.statusOf(workflow, correction.id)).toBe('SUCCEEDED');
  });
});

describe('A bus that is busy when somebody has to be told', () => {
  test('is told again, and the watch goes on', async () => {
    const correction = await stage.raise('minor');
    stage.calls.break(
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    await pass(correction.story, 8);
    await stage.passRetries(workflow, correction.id);
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('bus-busy'));
    // The call that took too long had put its event: delivered at least once.
    expect(eventsPut(correction.id)).toBe(2);
  });

  test('stops the watch in sight of its owner when it stays so', async () => {
    const correction = await stage.raise('minor');
    stage.calls.break(broken('AWSEvents.PutEvents', 'InternalException', 6));
    await pass(correction.story, 8);
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('not-told'));
    expect(eventsPut(correction.id)).toBe(1);
  });
});

describe('A watch that has to stop', () => {
  test('tells so although the bus is busy', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    const correction = await stage.raise('minor');
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('stopped-and-told-late'));
    expect(eventsPut(correction.id)).toBe(2);
  });

  test('stops also when the bus is out', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const correction = await stage.raise('minor');
    await stage.passRetries(workflow, correction.id);
    correction.story.compare(golden('stopped-without-bus'));
    expect(eventsPut(correction.id)).toBe(0);
  });
});

// Last, because what is watched here goes on for weeks and would take the broken calls of the others.
describe('A major nonconformity', () => {
  test('costs four transitions with the check of its effect', async () => {
    const correction = await stage.raise('major');
    await stage.correct(correction);
    await stage.verify(correction);
    correction.story.compare(golden('major-closed'));
    const name = stage.nameOf(correction.id, 'effect-check');
    const effect = stage.follow(workflow, name);
    expect(stage.statusOf(workflow, name)).toBe('RUNNING');
    await pass(effect, 60);
    const { submission } = await stage.nonconformity(correction.id);
    await stage.take('auditor', correction.id, 'effect-check', { result: 'effective', submission });
    effect.compare(golden('effect-checked'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'effect-checked' });
    expect(transitions(correction.id) + transitions(name)).toBe(4);
  });

  test('whose effect nobody checks is told to who should', async () => {
    const correction = await stage.raise('major');
    await stage.correct(correction);
    await stage.verify(correction);
    const effect = stage.follow(workflow, stage.nameOf(correction.id, 'effect-check'));
    await pass(effect, 60);
    await pass(effect, 8);
    const { submission } = await stage.nonconformity(correction.id);
    await stage.take('auditor', correction.id, 'effect-check', { result: 'effective', submission });
    effect.compare(golden('effect-not-checked'));
  });

  test('that did not last begins anew and is watched by another execution', async () => {
    const correction = await stage.raise('major');
    await stage.correct(correction);
    await stage.verify(correction);
    const effect = stage.follow(workflow, stage.nameOf(correction.id, 'effect-check'));
    await pass(effect, 60);
    const { submission } = await stage.nonconformity(correction.id);
    effect.note('the effect did not last');
    await stage.take('auditor', correction.id, 'effect-check', {
      result: 'not-effective',
      submission,
      reason: '抽查仍缺签字',
    });
    effect.compare(golden('effect-did-not-last'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'issued', round: 2, facts: {} });
    const name = stage.nameOf(correction.id, 'correction', 2);
    const again = { ...correction, story: stage.follow(workflow, name) };
    await stage.correct(again);
    await stage.verify(again);
    again.story.compare(golden('second-round'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({ status: 'closed', round: 2 });
  });

  test('whose evidence was forged becomes critical and begins anew', async () => {
    const correction = await stage.raise('major');
    await stage.correct(correction);
    correction.story.note('HQ finds the evidence forged');
    const { submission } = await stage.nonconformity(correction.id);
    await stage.take('auditor', correction.id, 'verification', {
      decision: 'forged',
      submission,
      reason: '照片为旧图',
    });
    correction.story.compare(golden('forged'));
    expect(await stage.nonconformity(correction.id)).toMatchObject({
      status: 'issued',
      severity: 'critical',
      round: 2,
    });
    const again = stage.follow(workflow, stage.nameOf(correction.id, 'correction', 2));
    await pass(again, 2);
    await stage.correct({ ...correction, story: again });
    await stage.verify({ ...correction, story: again });
    again.compare(golden('critical-overdue'));
  });
});
