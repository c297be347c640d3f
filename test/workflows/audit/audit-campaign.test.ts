import { StopExecutionCommand } from '@aws-sdk/client-sfn';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { auditId } from '../../../packages/domain/ids.ts';
import { shardOf } from '../../../packages/domain/shards.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type AuditStage, auditStage } from '../../support/audit-stage.ts';
import type { BrokenCall } from '../../support/broken-calls.ts';
import { day, type Story } from '../../support/workflow-stage.ts';

/*
 * Every way through the workflow of a campaign, with the real definition, functions and table. What happened is
 * compared with `audit-campaign.<scenario>.txt`; `UPDATE_HISTORIES=1` writes these anew.
 */
const workflow = 'audit-campaign';
const golden = (scenario: string) => new URL(`./${workflow}.${scenario}.txt`, import.meta.url);

let stage: AuditStage;
let first: string;
let second: string;
let third: string;
beforeAll(async () => {
  stage = await auditStage();
  [first = '', second = '', third = ''] = stage.stations;
});
afterAll(() => stage.end());
afterEach(async () => {
  expect(stage.calls.mend()).toEqual([]);
  await stage.forgetFindings();
});

async function launch(stations: string[], command = {}): Promise<{ id: string; story: Story }> {
  const id = await stage.launch(stations, command);
  return { id, story: stage.follow(workflow, id) };
}
/** A command of HQ's; answers the status. */
async function command(id: string, what: string, body?: object): Promise<number> {
  const { status } = await stage.running.call('hq', 'POST', `/v1/campaigns/${id}/${what}`, body);
  await stage.running.platform.idle();
  return status;
}
const inDays = (days: number) => new Date(stage.running.platform.clock.now() + days * day).toISOString();
const eventsPut = (id: string) => stage.running.platform.counters.ofCase(id)?.eventsPut;
const statusOf = async (id: string) => (await stage.campaign(id)).status;
const sum = (numbers: (number | undefined)[]) => numbers.reduce<number>((total, n) => total + (n ?? 0), 0);

async function answer(story: Story, id: string, ...stations: string[]): Promise<void> {
  story.note(`${stations.length === 1 ? 'a station answers' : `${stations.length} stations answer`}`);
  for (const station of stations) await stage.answer(id, station);
}
async function passWindow(story: Story): Promise<void> {
  story.note('the due date passes');
  await stage.pass(10 * day);
  story.note('the window closes');
  await stage.pass(10 * day);
}

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

describe('A campaign', () => {
  test('is closed with its last audit', async () => {
    const { id, story } = await launch([first, second]);
    expect(await statusOf(id)).toBe('running');
    await answer(story, id, first);
    expect(await statusOf(id)).toBe('running');
    const before = stage.running.platform.counters.snapshot();
    await answer(story, id, second);
    story.compare(golden('all-answered'));
    const campaign = await stage.campaign(id);
    expect(campaign).toMatchObject({ status: 'closed', closedAt: expect.any(String) });
    expect(campaign.pendingShards).toBeUndefined();
    const tallies = await stage.tallies(id);
    expect(sum(tallies.map((tally) => tally.opened))).toBe(2);
    expect(sum(tallies.map((tally) => tally.gradeA))).toBe(2);
    expect(eventsPut(id)).toBe(0);
    // The stream tells the bus: StationAuditClosed and CampaignClosed.
    expect(stage.running.platform.counters.since(before).eventsPut).toBe(2);
  });

  test('asks its pilot first, and the others once HQ rolls it out', async () => {
    const { id, story } = await launch([first, second], { pilot: [first] });
    await expect(stage.audit(id, second)).rejects.toThrow('holds no');
    await answer(story, id, first);
    story.note('HQ rolls the campaign out, twice');
    for (const _ of [1, 2]) expect(await command(id, 'roll-out')).toBe(200);
    await answer(story, id, second);
    story.compare(golden('pilot'));
    expect(await statusOf(id)).toBe('closed');
    expect(sum((await stage.tallies(id)).map(({ closed }) => closed))).toBe(2);
  });

  test('ends with its pilot when nobody rolls it out', async () => {
    const { id, story } = await launch([first, second], { pilot: [first] });
    await answer(story, id, first);
    await passWindow(story);
    story.note('an hour later');
    await stage.pass(3_600_000);
    story.compare(golden('pilot-only'));
    expect(await statusOf(id)).toBe('closed');
  });

  test('waits for the roll-out although the table is busy', async () => {
    const busy = [
      'ProvisionedThroughputExceededException',
      'ThrottlingException',
      'InternalServerErrorException',
    ];
    stage.calls.break(...busy.map((error) => broken('DynamoDB.UpdateItem', error)));
    const { id, story } = await launch([first, second], { pilot: [first] });
    story.note('HQ rolls the campaign out');
    expect(await command(id, 'roll-out')).toBe(200);
    await stage.passRetries(workflow, id);
    await answer(story, id, first, second);
    story.compare(golden('pilot-table-busy'));
    expect(await statusOf(id)).toBe('closed');
  });

  test('stops before the roll-out when the table stays busy', async () => {
    stage.calls.break(broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const { id, story } = await launch([first, second], { pilot: [first] });
    await stage.passRetries(workflow, id);
    story.compare(golden('pilot-table-out'));
    expect(eventsPut(id)).toBe(1);
  });

  test('whose dates are put off waits as long as its audits do', async () => {
    const { id, story } = await launch([first, second]);
    const audits = stage.follow('station-audit', auditId(id, first));
    await answer(story, id, second);
    story.note('HQ puts the dates off by 30 days');
    const dates = { dueAt: inDays(40), closesAt: inDays(50), reason: '春节期间顺延' };
    for (const _ of [1, 2]) expect(await command(id, 'extension', dates)).toBe(200);
    expect(await stage.audit(id, first)).toMatchObject({ dueAt: dates.dueAt, closesAt: dates.closesAt });
    audits.note('the old due date passes, and the old window closes');
    await passWindow(story);
    story.note('an hour later');
    await stage.pass(3_600_000);
    expect(await statusOf(id)).toBe('running');
    audits.note('the station answers');
    await answer(story, id, first);
    story.compare(golden('extended'));
    audits.compare(new URL('./station-audit.extended.txt', import.meta.url));
    expect(await stage.audit(id, first)).toMatchObject({ status: 'closed', grade: 'A', notShown: [] });
    expect(await statusOf(id)).toBe('closed');
    // Nobody was told of a delay that was none.
    expect(eventsPut(auditId(id, first))).toBe(0);
  });

  test('that is cancelled ends with its open audits, and keeps what is closed', async () => {
    const { id, story } = await launch([first, second]);
    const audits = stage.follow('station-audit', auditId(id, second));
    await answer(story, id, first);
    story.note('HQ cancels the campaign, twice');
    audits.note('HQ cancels the campaign');
    for (const _ of [1, 2]) expect(await command(id, 'cancellation', { reason: '标准有误' })).toBe(200);
    story.compare(golden('cancelled'));
    audits.compare(new URL('./station-audit.cancelled.txt', import.meta.url));
    expect(await stage.audit(id, first)).toMatchObject({ status: 'closed', grade: 'A' });
    const cancelled = await stage.audit(id, second);
    expect(cancelled).toMatchObject({ status: 'cancelled', cancelledBecause: '标准有误' });
    expect(cancelled.grade).toBeUndefined();
    expect(await stage.campaign(id)).toMatchObject({ status: 'cancelled', cancelledBecause: '标准有误' });
    expect(sum((await stage.tallies(id)).map(({ cancelled }) => cancelled))).toBe(1);
    expect(sum((await stage.tallies(id)).map(({ remaining }) => remaining))).toBe(0);
    expect(await command(id, 'extension', { dueAt: inDays(40), closesAt: inDays(50), reason: '顺延' })).toBe(
      409,
    );
  });

  test('that is cancelled before its pilot is rolled out opens nobody else', async () => {
    const { id, story } = await launch([first, second], { pilot: [first] });
    story.note('HQ cancels the campaign');
    expect(await command(id, 'cancellation', { reason: '试点发现问题' })).toBe(200);
    story.compare(golden('pilot-cancelled'));
    expect(await stage.audit(id, first)).toMatchObject({ status: 'cancelled' });
    await expect(stage.audit(id, second)).rejects.toThrow('holds no');
  });

  test('takes one more station, and lets one go', async () => {
    const { id, story } = await launch([first, second]);
    for (const _ of [1, 2]) expect(await command(id, 'stations', { stationId: third })).toBe(200);
    expect(await stage.audit(id, third)).toMatchObject({ status: 'answering' });
    for (const _ of [1, 2])
      expect(
        (
          await stage.running.call('hq', 'POST', `/v1/audits/${auditId(id, second)}/cancellation`, {
            reason: '本店停业装修',
          })
        ).status,
      ).toBe(200);
    await stage.running.platform.idle();
    await answer(story, id, first);
    expect(await statusOf(id)).toBe('running');
    await answer(story, id, third);
    story.compare(golden('station-added'));
    expect(await statusOf(id)).toBe('closed');
    const tallies = await stage.tallies(id);
    expect(sum(tallies.map(({ opened }) => opened))).toBe(3);
    expect(sum(tallies.map(({ closed }) => closed))).toBe(2);
    expect(sum(tallies.map(({ cancelled }) => cancelled))).toBe(1);
    expect(sum(tallies.map(({ remaining }) => remaining))).toBe(0);
    expect(await command(id, 'stations', { stationId: third })).toBe(200);
    expect(await command(id, 'stations', { stationId: stage.stations[3] })).toBe(409);
  });

  test('reminds its stations once a day', async () => {
    const { id, story } = await launch([first]);
    expect(await command(id, 'reminders')).toBe(200);
    expect(await command(id, 'reminders')).toBe(409);
    await stage.pass(day);
    expect(await command(id, 'reminders')).toBe(200);
    await answer(story, id, first);
    expect(await command(id, 'reminders')).toBe(409);
  });

  test('opens no audit before its window', async () => {
    const { id, story } = await launch([first], {
      opensAt: inDays(2),
      dueAt: inDays(10),
      closesAt: inDays(20),
    });
    await stage.pass(day);
    expect(await statusOf(id)).toBe('launched');
    expect(await stage.tallies(id)).toEqual([]);
    story.note('the window opens');
    await stage.pass(day);
    expect(await statusOf(id)).toBe('running');
    await answer(story, id, first);
    story.compare(golden('ahead-of-window'));
    expect(await statusOf(id)).toBe('closed');
  });

  test('is closed when its window is over and nobody has answered', async () => {
    const { id, story } = await launch([first, second]);
    await passWindow(story);
    story.compare(golden('never-answered'));
    expect(await statusOf(id)).toBe('closed');
    const tallies = await stage.tallies(id);
    expect(tallies.map((tally) => [tally.closed, tally.gradeD, tally.notShown])).toEqual([
      [1, 1, 1],
      [1, 1, 1],
    ]);
  });

  test('does not wait for ever for an audit that has stopped', async () => {
    stage.calls.break({
      caller: 'station-audit',
      call: 'DynamoDB.UpdateItem',
      // The scan of waits starts it again each morning, and it stops again.
      error: 'AccessDeniedException',
    });
    const { id, story } = await launch([first]);
    expect(stage.statusOf('station-audit', auditId(id, first))).toBe('FAILED');
    await passWindow(story);
    expect(await statusOf(id)).toBe('running');
    story.note('an hour passes');
    await stage.pass(3_600_000);
    story.compare(golden('audit-stopped'));
    expect(await statusOf(id)).toBe('closed');
    expect(await stage.tallies(id)).toMatchObject([{ opened: 1, remaining: 1 }]);
  });
});

describe('A station that cannot be opened', () => {
  test('is reported when its item is damaged, and stops nobody', async () => {
    const item = await stage.get(keys.station(second));
    await stage.put({ ...item, heads: 'damaged' });
    const { id, story } = await launch([first, second]);
    await stage.put(item);
    await answer(story, id, first);
    story.compare(golden('station-damaged'));
    expect(await stage.refusals(id)).toMatchObject([{ stationId: second, reason: 'station-unreadable' }]);
    expect(sum((await stage.tallies(id)).map((tally) => tally.refused))).toBe(1);
    expect(await statusOf(id)).toBe('closed');
  });

  test('is reported when its audit cannot be written', async () => {
    stage.calls.break({
      caller: 'open-station-audits',
      call: 'DynamoDB.PutItem',
      error: 'ValidationException',
      times: 3,
    });
    const { id, story } = await launch([first]);
    story.compare(golden('station-not-written'));
    expect(await stage.refusals(id)).toMatchObject([{ stationId: first, reason: 'opening-failed' }]);
    // Nothing is left to wait for.
    expect(await statusOf(id)).toBe('closed');
  });
});

describe('A batch that is disturbed', () => {
  const openedOnce = async (id: string, story: Story) => {
    expect(await stage.tallies(id)).toMatchObject([{ opened: 1, remaining: 1 }]);
    expect(stage.statusOf('station-audit', auditId(id, first))).toBe('RUNNING');
    await answer(story, id, first);
    expect(await statusOf(id)).toBe('closed');
    expect(await stage.tallies(id)).toMatchObject([{ opened: 1, closed: 1, gradeA: 1, remaining: 0 }]);
  };

  test('is tried again when Lambda has trouble', async () => {
    stage.calls.break(
      broken('Lambda.Invoke', 'ServiceException'),
      broken('Lambda.Invoke', 'AWSLambdaException'),
      { ...broken('Lambda.Invoke', 'SdkClientException'), when: 'after' },
    );
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    await openedOnce(id, story);
    story.compare(golden('batch-disturbed'));
  });

  test('is tried again until every audit has its workflow', async () => {
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException'), {
      caller: 'open-station-audits',
      call: 'AWSStepFunctions.StartExecution',
      error: 'AccessDeniedException',
      times: 3,
    });
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    await openedOnce(id, story);
    story.compare(golden('workflow-not-started'));
  });

  test('is tried again while the table takes no audit, instead of refusing stations', async () => {
    stage.calls.break({
      caller: 'open-station-audits',
      call: 'DynamoDB.PutItem',
      error: 'InternalServerError',
      status: 500,
    });
    const { id, story } = await launch([first]);
    expect(stage.calls.mend()).toEqual([]);
    await stage.passRetries(workflow, id);
    expect(await stage.refusals(id)).toEqual([]);
    await openedOnce(id, story);
    story.compare(golden('audit-not-written'));
  });

  test('opens nothing twice when it had only taken too long', async () => {
    stage.calls.break(slow('Lambda.Invoke', 131));
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    await openedOnce(id, story);
    story.compare(golden('batch-slow'));
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    stage.calls.break({
      caller: 'open-station-audits',
      call: 'DynamoDB.GetItem',
      error: 'InternalServerError',
      status: 500,
    });
    const { id, story } = await launch([first]);
    expect(stage.calls.mend()).toEqual([]);
    stage.calls.break(broken('Lambda.Invoke', 'Sandbox.Timedout'));
    await stage.passRetries(workflow, id);
    await openedOnce(id, story);
    story.compare(golden('batch-without-table'));
  });
});

describe('A batch that fails for good', () => {
  test('is reported, the others go on, and it can be opened later', async () => {
    const stations = [first, second, third].sort((a, b) => shardOf(a) - shardOf(b));
    const [lowest = '', damaged = ''] = stations;
    // A large first shard makes batches of one shard each.
    const crowd = await crowdShardOf(lowest, 110);
    const { id, story } = await launch(stations, {
      opensAt: inDays(1),
      dueAt: inDays(10),
      closesAt: inDays(20),
    });
    const tally = keys.campaignTally(id, shardOf(damaged));
    story.note('the counts of a shard are damaged');
    await stage.put({ ...tally, remaining: 'damaged' });
    story.note('the window opens');
    await stage.pass(day);
    for (const item of crowd) await stage.remove(item);
    const others = stations.filter((station) => station !== damaged);
    for (const station of others)
      expect(await stage.get(keys.campaignTally(id, shardOf(station)))).toMatchObject({ opened: 1 });
    expect((await stage.get(tally)).opened).toBeUndefined();
    expect(eventsPut(id)).toBe(1);

    story.note('the operator mends the counts and opens the shard as the runbook says');
    await stage.remove(tally);
    const opened = await stage.running.platform.invoke(stage.functionName('open-station-audits'), {
      campaignId: id,
      shards: [shardOf(damaged)],
    });
    expect(opened).toEqual({ payload: '{"outcome":"opened"}' });
    await answer(story, id, ...stations);
    story.compare(golden('batch-fails'));
    expect(await statusOf(id)).toBe('closed');
    // Of what grade is no matter here: a station that has lacked somebody for sixty days is capped.
    expect((await stage.tallies(id)).map(({ opened, closed }) => [opened, closed])).toEqual([
      [1, 1],
      [1, 1],
      [1, 1],
    ]);
  });

  test('is reported although the bus is busy', async () => {
    stage.calls.break(
      broken('Lambda.Invoke', 'TooManyRequestsException', 4),
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    await passWindow(story);
    story.note('an hour passes');
    await stage.pass(3_600_000);
    story.compare(golden('batch-out-bus-busy'));
    // The call that took too long had put its event: delivered at least once.
    expect(eventsPut(id)).toBe(2);
    expect(await stage.tallies(id)).toEqual([]);
    expect(await statusOf(id)).toBe('closed');
  });

  test('stops the campaign when nobody can be told', async () => {
    stage.calls.break(
      broken('Lambda.Invoke', 'TooManyRequestsException', 4),
      broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    story.compare(golden('batch-out-bus-out'));
    expect(eventsPut(id)).toBe(1);
    expect(await statusOf(id)).toBe('launched');
  });

  test('without its own report stops the campaign, so that nothing stays unopened unseen', async () => {
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException'));
    const { id, story } = await launch([first]);
    const [batch = ''] = stage.batches(id);
    story.note('somebody stops the batch by hand');
    await stage.workflows.send(new StopExecutionCommand({ executionArn: batch }));
    await stage.running.platform.idle();
    story.compare(golden('batch-stopped'));
    expect(eventsPut(id)).toBe(1);
  });

  /** Stations that no campaign here asks for, in the shard of a station. */
  async function crowdShardOf(station: string, size: number) {
    const { gsi1pk, gsi1sk, ...item } = await stage.get(keys.station(station));
    expect([gsi1pk, gsi1sk]).not.toContain(undefined);
    const made = [];
    for (let i = 0; made.length < size; i++) {
      const stationId = `stn_CROWD-${i}`;
      if (shardOf(stationId) === shardOf(station)) made.push(keys.station(stationId));
    }
    for (const key of made) await stage.put({ ...item, ...key, stationId: key.sk });
    return made;
  }
});

describe('A table that is busy while the campaign begins to wait', () => {
  test('is asked again, and what was answered meanwhile is found', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'ProvisionedThroughputExceededException'),
      broken('DynamoDB.UpdateItem', 'ThrottlingException'),
      { ...broken('DynamoDB.UpdateItem', 'InternalServerErrorException'), when: 'after' },
    );
    const { id, story } = await launch([first]);
    await answer(story, id, first);
    await stage.passRetries(workflow, id);
    story.compare(golden('table-busy'));
    expect(await statusOf(id)).toBe('closed');
  });

  test('stops the campaign in sight of its owner when it stays so; its audits go on', async () => {
    stage.calls.break(broken('DynamoDB.UpdateItem', 'ThrottlingException', 6));
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    story.compare(golden('table-out'));
    expect(eventsPut(id)).toBe(1);
    await stage.answer(id, first);
    expect(await stage.audit(id, first)).toMatchObject({ status: 'closed', grade: 'A' });
    expect(await statusOf(id)).toBe('running');
  });
});

describe('Closing that is disturbed', () => {
  test('is tried again when Lambda has trouble, and closes once', async () => {
    const { id, story } = await launch([first]);
    stage.calls.break(
      broken('Lambda.Invoke', 'ServiceException'),
      { ...broken('Lambda.Invoke', 'AWSLambdaException'), when: 'after' },
      broken('Lambda.Invoke', 'SdkClientException'),
      broken('Lambda.Invoke', 'TooManyRequestsException'),
      slow('Lambda.Invoke', 41),
    );
    await answer(story, id, first);
    const { closedAt } = await stage.campaign(id);
    await stage.passRetries(workflow, id);
    story.compare(golden('closing-disturbed'));
    // Closed by the call whose answer was lost; the later ones changed nothing.
    expect(await stage.campaign(id)).toMatchObject({ status: 'closed', closedAt: expect.any(String) });
    if (closedAt) expect((await stage.campaign(id)).closedAt).toBe(closedAt);
  });

  test('is tried again when the table has trouble or the function takes too long', async () => {
    const { id, story } = await launch([first]);
    stage.calls.break({
      caller: 'close-campaign',
      call: 'DynamoDB.UpdateItem',
      error: 'InternalServerError',
      status: 500,
    });
    await answer(story, id, first);
    expect(await statusOf(id)).toBe('running');
    expect(stage.calls.mend()).toEqual([]);
    stage.calls.break(broken('Lambda.Invoke', 'Sandbox.Timedout'));
    await stage.passRetries(workflow, id);
    story.compare(golden('closing-without-table'));
    expect(await statusOf(id)).toBe('closed');
  });

  test('stops the campaign in sight of its owner when the trouble lasts', async () => {
    const { id, story } = await launch([first]);
    stage.calls.break(broken('Lambda.Invoke', 'TooManyRequestsException', 6));
    await answer(story, id, first);
    await stage.passRetries(workflow, id);
    story.compare(golden('closing-out'));
    expect(eventsPut(id)).toBe(1);
    expect(await statusOf(id)).toBe('running');
    // Its audits are what they were.
    expect(await stage.audit(id, first)).toMatchObject({ status: 'closed', grade: 'A' });
  });
});

describe('A campaign that has to stop', () => {
  test('tells so although the bus is busy', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException'),
      broken('AWSEvents.PutEvents', 'FailedEntry'),
      slow('AWSEvents.PutEvents', 31),
    );
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    story.compare(golden('stopped-and-told-late'));
    expect(eventsPut(id)).toBe(2);
  });

  test('stops also when the bus is out', async () => {
    stage.calls.break(
      broken('DynamoDB.UpdateItem', 'AccessDeniedException'),
      broken('AWSEvents.PutEvents', 'InternalException', 6),
    );
    const { id, story } = await launch([first]);
    await stage.passRetries(workflow, id);
    story.compare(golden('stopped-without-bus'));
    expect(eventsPut(id)).toBe(0);
  });
});
