import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { auditId } from '../../../packages/domain/ids.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type AuditStage, auditStage } from '../../support/audit-stage.ts';
import type { BrokenCall } from '../../support/broken-calls.ts';
import { day, type Story } from '../../support/workflow-stage.ts';

/*
 * Every way through the workflow of a station's audit, with the real definition, functions and table. What happened
 * is compared with `station-audit.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const workflow = 'station-audit';
const golden = (scenario: string) => new URL(`./${workflow}.${scenario}.txt`, import.meta.url);

let stage: AuditStage;
let station: string;
beforeAll(async () => {
  stage = await auditStage();
  station = stage.stations[0] ?? '';
});
afterAll(() => stage.end());
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  await stage.cancelCampaigns();
  await stage.forgetFindings();
});

/** Opens the audit of a station for two positions. */
async function open(command: object = {}): Promise<{ campaign: string; id: string; story: Story }> {
  const campaign = await stage.launch([station], command);
  const id = auditId(campaign, station);
  return { campaign, id, story: stage.follow(workflow, id) };
}
const audit = (campaign: string) => stage.audit(campaign, station);
/** Events that the execution itself put on the bus. */
const eventsPut = (id: string) => stage.running.platform.counters.ofCase(id)?.eventsPut;

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

async function answer(story: Story, campaign: string): Promise<void> {
  story.note('the station answers');
  await stage.answer(campaign, station);
}

async function review(story: Story, campaign: string, body: object): Promise<void> {
  story.note(`HQ decides: ${JSON.stringify(body)}`);
  expect(await stage.review(campaign, station, body)).toBe(200);
}

async function passReviewTime(story: Story): Promise<void> {
  story.note("HQ's 14 days pass");
  await stage.pass(14 * day);
}

async function passDueDate(story: Story): Promise<void> {
  story.note('the due date passes');
  await stage.pass(10 * day);
}

/** The audit is left as it was: no result, and nobody else's is touched. */
async function expectUnscored(campaign: string): Promise<void> {
  expect(await audit(campaign)).toMatchObject({ status: 'answering' });
  expect((await audit(campaign)).grade).toBeUndefined();
  expect((await stage.tallies(campaign)).map((tally) => tally.closed ?? 0)).toEqual([0]);
}

describe('A station that answers in time', () => {
  test('is scored as soon as the last position is answered', async () => {
    const { campaign, id, story } = await open();
    const before = stage.running.platform.counters.snapshot();
    await answer(story, campaign);
    story.compare(golden('answered-in-time'));
    expect(await audit(campaign)).toMatchObject({
      status: 'closed',
      score: 10_000,
      grade: 'A',
      notShown: [],
    });
    expect(await stage.tallies(campaign)).toMatchObject([{ opened: 1, closed: 1, gradeA: 1, remaining: 0 }]);
    expect((await stage.campaign(campaign)).status).toBe('closed');
    expect(eventsPut(id)).toBe(0);
    // The stream tells the bus: StationAuditClosed and CampaignClosed.
    expect(stage.running.platform.counters.since(before).eventsPut).toBe(2);
  });

  test('gets the grade that its answers deserve', async () => {
    const { campaign, story } = await open();
    story.note('the station answers "not" everywhere');
    await stage.answer(campaign, station, 'not');
    story.compare(golden('answered-badly'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', score: 0, grade: 'D', notShown: [] });
  });
});

describe('A station that does not answer in time', () => {
  test('is reported to its region, and scored when it answers later', async () => {
    const { campaign, id, story } = await open();
    await passDueDate(story);
    expect(await audit(campaign)).toMatchObject({ status: 'answering' });
    await answer(story, campaign);
    story.compare(golden('answered-late'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A', notShown: [] });
    expect(eventsPut(id)).toBe(1);
  });

  test('is scored without its answers when the window closes', async () => {
    const { campaign, story } = await open();
    await passDueDate(story);
    story.note('the window closes');
    await stage.pass(10 * day);
    story.compare(golden('never-answered'));
    expect(await audit(campaign)).toMatchObject({
      status: 'closed',
      score: 0,
      grade: 'D',
      notShown: ['MT', 'SA'],
    });
    expect(await stage.tallies(campaign)).toMatchObject([{ closed: 1, gradeD: 1, notShown: 1 }]);
  });
});

describe('A table that is busy while the audit begins to wait', () => {
  test('is asked again, and answers given meanwhile are found', async () => {
    stage.calls.break(...busyTable.map((error) => broken('DynamoDB.UpdateItem', error)));
    const { campaign, id, story } = await open();
    await answer(story, campaign);
    expect(await audit(campaign)).toMatchObject({ status: 'answering' });
    await stage.passRetries(workflow, id);
    story.compare(golden('table-busy'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('may have kept the token all the same: only the last one counts', async () => {
    stage.calls.break({ ...broken('DynamoDB.UpdateItem', 'InternalServerErrorException'), when: 'after' });
    const { campaign, id, story } = await open();
    const first = await stage.get<{ token: string }>(keys.auditWait(id));
    await stage.passRetries(workflow, id);
    const second = await stage.get<{ token: string }>(keys.auditWait(id));
    expect(second.token).not.toBe(first.token);
    await answer(story, campaign);
    story.compare(golden('asked-twice'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('stops the audit in sight of its owner when it stays so', async () => {
    stage.calls.break(broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const { campaign, id, story } = await open();
    await stage.passRetries(workflow, id);
    story.compare(golden('table-out'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(1);
  });

  test('is asked again after the due date, too', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(...busyTable.map((error) => broken('DynamoDB.UpdateItem', error)));
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    await answer(story, campaign);
    story.compare(golden('table-busy-after-due'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('stops the audit after the due date when it stays so', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(broken('DynamoDB.UpdateItem', 'InternalServerErrorException', 6));
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    story.compare(golden('table-out-after-due'));
    await expectUnscored(campaign);
    // The region was told before the table failed.
    expect(eventsPut(id)).toBe(2);
  });
});

describe('A bus that is busy when the region has to be told', () => {
  test('is told again, and the audit goes on', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    await answer(story, campaign);
    story.compare(golden('bus-busy'));
    // The call that took too long had put its event: delivered at least once.
    expect(eventsPut(id)).toBe(2);
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('stops the audit in sight of its owner when it stays so', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(broken('AWSEvents.PutEvents', 'InternalException', 6));
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    story.compare(golden('region-not-told'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(1);
  });
});

describe('Scoring that is disturbed', () => {
  test('is tried again when Lambda has trouble, and counts once even when it had been done', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(
      broken('Lambda.Invoke', 'ServiceException'),
      broken('Lambda.Invoke', 'AWSLambdaException'),
      { ...broken('Lambda.Invoke', 'SdkClientException'), when: 'after' },
      broken('Lambda.Invoke', 'TooManyRequestsException'),
      slow('Lambda.Invoke', 41),
    );
    await answer(story, campaign);
    await stage.passRetries(workflow, id);
    story.compare(golden('scoring-disturbed'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
    expect(await stage.tallies(campaign)).toMatchObject([{ closed: 1, gradeA: 1, remaining: 0 }]);
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const { campaign, id, story } = await open();
    const trouble = { caller: 'score-audit', call: 'DynamoDB.GetItem', status: 500 } as const;
    stage.calls.break({ ...trouble, error: 'InternalServerError' });
    await answer(story, campaign);
    expect(await audit(campaign)).toMatchObject({ status: 'answering' });
    expect(stage.calls.mend()).toEqual([]);
    stage.calls.break(broken('Lambda.Invoke', 'Sandbox.Timedout'));
    await stage.passRetries(workflow, id);
    story.compare(golden('scoring-without-table'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('stops the audit in sight of its owner when the trouble lasts', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await answer(story, campaign);
    await stage.passRetries(workflow, id);
    story.compare(golden('scoring-out'));
    await expectUnscored(campaign);
    // What the station answered is safe.
    expect(Object.keys((await audit(campaign)).accepted).sort()).toEqual(['MT', 'SA']);
    expect(eventsPut(id)).toBe(1);
  });
});

describe('Looking at the clock', () => {
  test('is tried again when Lambda has trouble, and the region is told once', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(
      broken('Lambda.Invoke', 'ServiceException'),
      broken('Lambda.Invoke', 'AWSLambdaException'),
      { ...broken('Lambda.Invoke', 'SdkClientException'), when: 'after' },
      broken('Lambda.Invoke', 'TooManyRequestsException'),
      slow('Lambda.Invoke', 41),
    );
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    await answer(story, campaign);
    story.compare(golden('clock-disturbed'));
    expect(eventsPut(id)).toBe(1);
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const { campaign, id, story } = await open();
    const trouble = { caller: 'check-clock', call: 'DynamoDB.GetItem', status: 500 } as const;
    stage.calls.break({ ...trouble, error: 'InternalServerError' });
    await passDueDate(story);
    expect(stage.calls.mend()).toEqual([]);
    stage.calls.break(broken('Lambda.Invoke', 'Sandbox.Timedout'));
    await stage.passRetries(workflow, id);
    await answer(story, campaign);
    story.compare(golden('clock-without-table'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('stops the audit in sight of its owner when the trouble lasts', async () => {
    const { campaign, id, story } = await open();
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await passDueDate(story);
    await stage.passRetries(workflow, id);
    story.compare(golden('clock-out'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(1);
  });

  test('is not tried again when the edition of the audit is not there', async () => {
    const { campaign, id, story } = await open();
    story.note('the audit item is damaged: its edition is not there');
    const { edition } = await stage.audit(campaign, station);
    await stage.put({ ...(await stage.get(keys.audit(id))), edition: '99' });
    await passDueDate(story);
    story.compare(golden('edition-missing'));
    await expectUnscored(campaign);
    // Mended, because nothing of it can be carried out without.
    await stage.put({ ...(await stage.get(keys.audit(id))), edition });
  });
});

describe('An audit that HQ reviews', () => {
  const reviewed = { review: 'hq' };
  const desk = async () =>
    (
      await stage.running.call<{ items: { auditId: string }[] }>('auditor', 'GET', '/v1/reviews')
    ).body.items.map(({ auditId }) => auditId);

  test('lies on the desk of HQ until it is accepted, and is scored then', async () => {
    const { campaign, id, story } = await open(reviewed);
    expect(await desk()).toEqual([]);
    await answer(story, campaign);
    expect(await audit(campaign)).toMatchObject({ status: 'answering' });
    expect(await desk()).toEqual([id]);
    await review(story, campaign, { decision: 'accept' });
    story.compare(golden('reviewed'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A', score: 10_000 });
    expect(await desk()).toEqual([]);
    expect(eventsPut(id)).toBe(0);
  });

  test('is scored as HQ corrected it', async () => {
    const { campaign, story } = await open(reviewed);
    await answer(story, campaign);
    const correction = { position: 'SA', item: 'AU-SA-01', answer: 'not', reason: '抽查两份均无记录' };
    await review(story, campaign, { decision: 'accept', corrections: [correction] });
    story.compare(golden('review-corrected'));
    const { positionScores } = await audit(campaign);
    expect(positionScores?.MT).toBe(10_000);
    expect(positionScores?.SA).toBeLessThan(10_000);
  });

  test('goes back to the station, is answered anew and reviewed again', async () => {
    const { campaign, story } = await open(reviewed);
    story.note('the station answers "not" everywhere');
    await stage.answer(campaign, station, 'not');
    await review(story, campaign, {
      decision: 'send-back',
      positions: [{ position: 'SA', reason: '请按检查表逐项说明' }],
    });
    expect(await audit(campaign)).toMatchObject({ status: 'answering', round: 1, pending: new Set(['SA']) });
    await answer(story, campaign);
    await review(story, campaign, { decision: 'accept' });
    story.compare(golden('sent-back'));
    expect(await audit(campaign)).toMatchObject({
      status: 'closed',
      positionScores: { MT: 0, SA: 10_000 },
      notShown: [],
    });
  });

  test('counts what was sent back as not shown when it does not come again', async () => {
    const { campaign, story } = await open(reviewed);
    await answer(story, campaign);
    await review(story, campaign, {
      decision: 'send-back',
      positions: [{ position: 'SA', reason: '证据与检查项不符' }],
    });
    story.note('nothing comes until the window closes');
    await stage.pass(7 * day);
    await stage.pass(13 * day);
    await review(story, campaign, { decision: 'accept' });
    story.compare(golden('sent-back-in-vain'));
    expect(await audit(campaign)).toMatchObject({
      status: 'closed',
      positionScores: { MT: 10_000, SA: 0 },
      notShown: ['SA'],
    });
  });

  test('is scored as not shown once HQ has looked at what never came', async () => {
    const { campaign, story } = await open(reviewed);
    await passDueDate(story);
    story.note('the window closes');
    await stage.pass(10 * day);
    await review(story, campaign, { decision: 'accept' });
    story.compare(golden('never-answered-reviewed'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', score: 0, notShown: ['MT', 'SA'] });
  });

  test('is told to the head of the network when HQ is late, and taken late', async () => {
    const { campaign, id, story } = await open(reviewed);
    await answer(story, campaign);
    await passReviewTime(story);
    expect(await desk()).toEqual([id]);
    await review(story, campaign, { decision: 'accept' });
    story.compare(golden('review-late'));
    expect(eventsPut(id)).toBe(1);
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('counts as submitted when HQ never reviews it', async () => {
    const { campaign, story } = await open(reviewed);
    await answer(story, campaign);
    await passReviewTime(story);
    await passReviewTime(story);
    story.compare(golden('review-never'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
    expect((await audit(campaign)).reviewed).toBeUndefined();
  });

  test('is not held up by a busy table, and a review made meanwhile is found', async () => {
    const { campaign, id, story } = await open(reviewed);
    stage.calls.break(...busyTable.map((error) => broken('DynamoDB.UpdateItem', error)));
    await answer(story, campaign);
    await review(story, campaign, { decision: 'accept' });
    await stage.passRetries(workflow, id);
    story.compare(golden('review-table-busy'));
    expect(await audit(campaign)).toMatchObject({ status: 'closed', grade: 'A' });
  });

  test('is stopped in sight of its owner when the table stays busy', async () => {
    const { campaign, id, story } = await open(reviewed);
    stage.calls.break(broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    await answer(story, campaign);
    await stage.passRetries(workflow, id);
    story.compare(golden('review-table-out'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(1);
  });
});

describe('An audit that has to stop', () => {
  test('tells so although the bus is busy', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    const { campaign, id, story } = await open();
    await stage.passRetries(workflow, id);
    story.compare(golden('stopped-and-told-late'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(2);
  });

  test('stops also when the bus is out', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const { campaign, id, story } = await open();
    await stage.passRetries(workflow, id);
    story.compare(golden('stopped-without-bus'));
    await expectUnscored(campaign);
    expect(eventsPut(id)).toBe(0);
  });
});
