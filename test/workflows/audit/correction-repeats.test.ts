import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { marshall } from '@aws-sdk/util-dynamodb';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { auditId, nonconformityId } from '../../../packages/domain/ids.ts';
import { keys } from '../../../packages/table/keys.ts';
import { type CorrectionStage, correctionStage, words, workflow } from '../../support/correction-stage.ts';
import { day } from '../../support/workflow-stage.ts';

type Item = Record<string, unknown>;

/** Whatever is delivered to us may come again, late, or after a crash: the end state and the counts stay the same. */
let stage: CorrectionStage;
let station: string;
beforeAll(async () => {
  stage = await correctionStage();
  [station = ''] = stage.stations;
});
afterAll(() => stage.end());

const invoke = async (name: string, event: object): Promise<unknown> => {
  const { payload, failed } = await stage.running.platform.invoke(stage.functionName(name), event);
  expect(failed).toBeUndefined();
  await stage.running.platform.idle();
  return JSON.parse(payload) as unknown;
};
const batchOf = (...changes: { now: Item; before?: Item }[]) => ({
  Records: changes.map(({ now, before }, i) => ({
    eventID: `again-${i}`,
    eventName: before ? 'MODIFY' : 'INSERT',
    dynamodb: {
      SequenceNumber: String(i + 1),
      NewImage: marshall(now, { removeUndefinedValues: true }),
      ...(before ? { OldImage: marshall(before, { removeUndefinedValues: true }) } : {}),
    },
  })),
});
const executionsOf = (id: string) =>
  stage.running.platform.executions
    .list(stage.functionName(workflow), undefined, 1000)
    .map(({ name }) => name)
    .filter((name) => name.startsWith(id))
    .sort();
/** The items of a correction: the nonconformity and its waits, as the table holds them. */
const itemsOf = async (campaign: string) =>
  Object.fromEntries(
    Object.entries(await stage.itemsOf(campaign)).filter(([key]) => key.startsWith('NONCONFORMITY#')),
  );
const closedEvent = (campaign: string, of: string) => ({
  'detail-type': 'StationAuditClosed',
  detail: { v: 1, auditId: auditId(campaign, of), campaignId: campaign, stationId: of, grade: 'D', score: 0 },
});

describe('The event that an audit is closed', () => {
  test.each([1, 2, 3, 10])(
    'delivered %i times more raises nothing more and starts nothing more',
    async (times) => {
      const campaign = await stage.audit1(station, ['AU-SA-01', 'AU-MT-02']);
      const before = await itemsOf(campaign);
      const id = nonconformityId(campaign, station, 'AU-SA-01');
      const history = stage.history(workflow, id);
      for (let i = 0; i < times; i++)
        expect(await invoke('raise-nonconformities', closedEvent(campaign, station))).toEqual({
          raised: 0,
          known: 2,
        });
      expect(await itemsOf(campaign)).toEqual(before);
      expect(executionsOf(id)).toEqual([id]);
      expect(stage.history(workflow, id)).toEqual(history);
    },
  );

  test('that comes again when all is corrected changes nothing', async () => {
    const correction = await stage.raise('minor');
    await stage.correct(correction);
    await stage.verify(correction);
    const before = await itemsOf(correction.campaign);
    const executions = executionsOf(correction.id);
    await invoke('raise-nonconformities', closedEvent(correction.campaign, correction.station));
    expect(await itemsOf(correction.campaign)).toEqual(before);
    expect(executionsOf(correction.id)).toEqual(executions);
  });

  // Every call that it makes, before and after it has taken effect.
  const calls = [
    ['DynamoDB.GetItem', 'before'],
    ['DynamoDB.Query', 'before'],
    ['DynamoDB.PutItem', 'before'],
    ['DynamoDB.PutItem', 'after'],
    ['AWSStepFunctions.StartExecution', 'before'],
    ['AWSStepFunctions.StartExecution', 'after'],
  ] as const;
  test.each(calls)('that dies at %s, %s it is done, is made good when it comes again', async (call, when) => {
    stage.calls.break({
      caller: 'raise-nonconformities',
      call,
      times: 1,
      error: 'InternalServerError',
      when,
      status: 500,
    });
    const campaign = await stage.audit1(stage.stations[1] ?? '', ['AU-SA-01', 'AU-MT-02']);
    expect(stage.calls.mend()).toEqual([]);
    await invoke('raise-nonconformities', closedEvent(campaign, stage.stations[1] ?? ''));
    for (const item of ['AU-SA-01', 'AU-MT-02']) {
      const id = nonconformityId(campaign, stage.stations[1] ?? '', item);
      expect(await stage.nonconformity(id)).toMatchObject({ status: 'issued', revision: 1 });
      expect(executionsOf(id)).toEqual([id]);
      expect(stage.statusOf(workflow, id)).toBe('RUNNING');
    }
  });
});

describe('Commands of people', () => {
  const course = (submission: number) =>
    [
      ['master', 'steps', words],
      ['hq', 'verification', { decision: 'accept', submission }],
    ] as const;

  test.each([1, 2, 3, 10])('sent %i times each, in any order, lead to the same end', async (times) => {
    const campaign = await stage.audit1(stage.stations[2] ?? '', ['AU-MT-05']);
    const id = nonconformityId(campaign, stage.stations[2] ?? '', 'AU-MT-05');
    const master = stage.masterOf(stage.stations[2] ?? '');
    const send = async () => {
      // The last ones first: what is out of turn is refused and does no harm.
      for (const [who, command, body] of [...course(2)].reverse())
        await stage.command(who === 'master' ? master : 'hq', id, command, body);
      for (const [who, command, body] of course(2))
        await stage.command(who === 'master' ? master : 'hq', id, command, body);
      await stage.running.platform.idle();
    };
    await send();
    const closed = await stage.nonconformity(id);
    // The severity is raised with each repeat, so later ones have an effect to check.
    expect(closed).toMatchObject({ status: 'closed', round: 1, revision: 3, submission: 2 });
    const before = await itemsOf(campaign);
    const executions = executionsOf(id);
    for (let i = 1; i < times; i++) await send();
    expect(await itemsOf(campaign)).toEqual(before);
    expect(executionsOf(id)).toEqual(executions);
  });

  test('sent by two people at once are taken one after the other, and none is lost', async () => {
    const correction = await stage.raise('minor');
    const { id, master } = correction;
    const answers = await Promise.all([
      stage.command(master, id, 'steps', { containment: '已隔离' }),
      stage.command('hq', id, 'extension', { days: 5, reason: '等待配件' }),
      stage.command(master, id, 'steps', { containment: '已隔离' }),
      stage.command(master, id, 'steps', { containment: '另一说法' }),
    ]);
    const statuses = answers.map(({ status }) => status).sort();
    expect(statuses.filter((status) => status === 200).length).toBeGreaterThanOrEqual(2);
    const item = await stage.nonconformity(id);
    expect(item).toMatchObject({ status: 'contained', revision: 3, extension: { days: 5 } });
  });

  test('whose answer was lost are answered when they are sent again', async () => {
    const correction = await stage.raise('minor');
    const { id, master } = correction;
    for (const [user, command, body] of [
      [master, 'steps', words],
      ['hq', 'extension', { days: 5, reason: '等待配件' }],
    ] as const) {
      const caller = command === 'steps' ? 'record-correction' : 'extend-correction';
      const lost = {
        caller,
        call: 'DynamoDB.PutItem',
        error: 'InternalServerError',
        status: 500,
        when: 'after',
      };
      stage.calls.break({ ...lost, when: 'after', times: 3 });
      const first = await stage.command(user, id, command, body);
      // The client of the table tries again by itself and finds its own write there.
      expect([200, 503]).toContain(first.status);
      stage.calls.mend();
      expect((await stage.command(user, id, command, body)).status).toBe(200);
    }
    expect(await stage.nonconformity(id)).toMatchObject({ status: 'evidence-submitted', submission: 2 });
  });
});

describe('Records of the stream', () => {
  test('that resumed or started a workflow do nothing a second time', async () => {
    const correction = await stage.raise('major');
    const issued = await stage.nonconformity(correction.id);
    const open = await itemsOf(correction.campaign);
    await stage.correct(correction);
    await stage.verify(correction);
    const closed = await stage.nonconformity(correction.id);
    await stage.pass(60 * day);
    await stage.take('auditor', correction.id, 'effect-check', {
      result: 'not-effective',
      submission: closed.submission,
      reason: '抽查仍缺签字',
    });
    const reopened = await stage.nonconformity(correction.id);
    const names = [correction.id, `${correction.id}_effect`, `${correction.id}_r2`].sort();
    await stage.running.until(
      async () => executionsOf(correction.id).length === 3,
      'the new round is watched',
    );
    expect(executionsOf(correction.id)).toEqual(names);
    const after = await itemsOf(correction.campaign);
    const histories = () => names.map((name) => stage.history(workflow, name));
    const before = histories();
    const records = [
      { now: { ...issued } },
      ...Object.values(open)
        .filter(({ type }) => type === 'wait')
        .map((now) => ({ now })),
      { now: { ...closed }, before: { ...issued } },
      { now: { ...reopened }, before: { ...closed } },
    ];
    for (let i = 0; i < 3; i++) {
      expect(await invoke('publish-changes', batchOf(...records))).toEqual({ batchItemFailures: [] });
      expect(await invoke('publish-changes', batchOf(...[...records].reverse()))).toEqual({
        batchItemFailures: [],
      });
    }
    expect(histories()).toEqual(before);
    expect(await itemsOf(correction.campaign)).toEqual(after);
    expect(executionsOf(correction.id)).toEqual(names);
  });

  test('that tell of a nonconformity are published with its business key, each time', async () => {
    const correction = await stage.raise('minor');
    const item = { ...(await stage.nonconformity(correction.id)) };
    const before = stage.running.platform.counters.snapshot();
    await invoke(
      'publish-changes',
      batchOf({ now: item }, { now: { ...item, status: 'contained' }, before: item }),
    );
    expect(stage.running.platform.counters.since(before).eventsPut).toBe(1);
  });
});

describe('The event that an appeal is decided', () => {
  const decided = (campaign: string, of: string, item: string, upheld: boolean) => ({
    'detail-type': 'AppealDecided',
    detail: {
      v: 1,
      auditId: auditId(campaign, of),
      campaignId: campaign,
      stationId: of,
      position: 'SA',
      item,
      upheld,
    },
  });

  test.each([1, 2, 3, 10])(
    'delivered %i times withdraws the nonconformity once and ends its watch',
    async (times) => {
      const correction = await stage.raise('minor');
      const { campaign, station: of, id } = correction;
      const item = (await stage.nonconformity(id)).item;
      expect(await invoke('withdraw-nonconformity', decided(campaign, of, item, false))).toEqual({
        withdrawn: false,
      });
      for (let i = 0; i < times; i++)
        expect(await invoke('withdraw-nonconformity', decided(campaign, of, item, true))).toEqual({
          withdrawn: true,
        });
      expect(await stage.nonconformity(id)).toMatchObject({
        status: 'withdrawn',
        revision: 2,
        changedBy: 'withdraw-nonconformity',
      });
      expect(stage.statusOf(workflow, id)).toBe('SUCCEEDED');
    },
  );

  test('about an item that never had a nonconformity changes nothing', async () => {
    const { campaign, station: of } = await stage.raise('minor');
    expect(await invoke('withdraw-nonconformity', decided(campaign, of, 'AU-SA-99', true))).toEqual({
      withdrawn: false,
    });
  });
});

describe('A crash between closing a nonconformity and redeeming its token', () => {
  test('loses nothing: after a restart on the same data the effect is watched', async () => {
    const data = mkdtempSync(join(tmpdir(), 'stationkeeper-'));
    try {
      const before = await correctionStage({ data });
      await before.running.publishEdition([]);
      await before.prepareStations();
      const correction = await before.raise('major');
      await before.correct(correction);
      before.calls.break({
        caller: 'publish-changes',
        call: 'AWSStepFunctions.SendTaskSuccess',
        error: 'InternalFailure',
        status: 500,
      });
      const { submission } = await before.nonconformity(correction.id);
      await before.command('hq', correction.id, 'verification', { decision: 'accept', submission });
      await before.running.until(
        async () => before.calls.met('publish-changes'),
        'the token was to be redeemed',
      );
      expect(before.statusOf(workflow, correction.id)).toBe('RUNNING');
      await before.end();

      const after = await correctionStage({ data });
      try {
        await after.running.until(
          async () => after.statusOf(workflow, `${correction.id}_effect`) === 'RUNNING',
          'the effect is watched',
        );
        expect(after.statusOf(workflow, correction.id)).toBe('SUCCEEDED');
        expect(await after.get(keys.nonconformity(correction.id))).toMatchObject({
          status: 'closed',
          round: 1,
        });
      } finally {
        await after.end();
      }
    } finally {
      rmSync(data, { recursive: true, force: true });
    }
  });
});
